package io.tidemark.probe.workload;

import io.tidemark.metric.Run;
import io.tidemark.metric.Secret;
import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.TestRedis;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.CaffeineTarget;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs workloads whose surroundings have been tampered with. */
final class Sabotage {

    private Sabotage() {}

    static Target redis() {
        return Targets.parse("url", "redis", "redis://127.0.0.1:" + TestRedis.shared().port(), null, null, true,
                Limits.USUAL);
    }

    static Target postgres() {
        return Targets.parse("url", "postgres", TestPostgres.shared().url(), "probe", new Secret("right"), true,
                Limits.USUAL);
    }

    static CaffeineTarget caffeine() {
        return new CaffeineTarget("caffeine");
    }

    /** A run of the probe `sabotaged`, with one worker and no warm-up. */
    static Run run(Supplier<? extends Workload<?>> workload, Target target, int operations, int rows) {
        return run(workload, target, operations, rows, null);
    }

    static Run run(Supplier<? extends Workload<?>> workload, Target target, int operations, int rows,
            @Nullable Query query) {
        try (SessionPool pool = new SessionPool(target, 2, true)) {
            return TestProbes.engine().run(new Plan("sabotaged", workload, pool, null,
                    Load.closed(1, operations, 0, rows, Duration.ofSeconds(20)), query)).run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
