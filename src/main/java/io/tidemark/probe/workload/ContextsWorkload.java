package io.tidemark.probe.workload;

import com.sun.management.ThreadMXBean;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.machinery.Context;
import io.tidemark.probe.target.LocalSession;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Makes contexts of requests and of their parts in turn, and looks from within whether each is the one in force. One
 * operation is one context.
 */
class ContextsWorkload extends MachineryWorkload {

    private static final String ROOT = "root";
    private static final String CHILD = "child";
    private static final String STEP = "step";
    private static final Context.User USER = new Context.User("alice", Set.of("orders:place", "orders:find"));
    private static final long BUDGET = Duration.ofSeconds(5).toNanos();
    private static final long STEP_BUDGET = Duration.ofSeconds(1).toNanos();
    private static final int WEIGHED = 1_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Traits TRAITS = Traits.reading("contexts",
            "Makes the context of a request (tenant, user, deadline, attributes) and of a part of it in turns, and binds"
                    + " it for what is called.")
            .operations(ROOT, CHILD).phases("create", "propagate").rows(1, 1).load(10_000, 1)
            .measures(Metric.gauge("probe.context_bytes", Unit.BYTES, Better.LOWER,
                    "Heap a context takes in the mean, with its id and attributes"));

    ContextsWorkload() {
        super(TRAITS, "throughput > 2000/s", "p95 < 1ms", "duration < 5s", "violations < 1");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("make a context, and read it in a scope it is bound in",
                "make a part of that context, and read it in a scope within the first");
    }

    @Override
    public Operation operation(LocalSession session, Assignment assignment, int worker) {
        return new Making(new SplittableRandom(assignment.seed(worker)));
    }

    private static Context root(SplittableRandom random) {
        return Context.root(new UUID(random.nextLong(), random.nextLong()), "acme", USER,
                System.nanoTime() + BUDGET, Map.of("locale", "en", "client", "web", "path", "/orders"));
    }

    private static Context child(Context root, SplittableRandom random) {
        return root.child(new UUID(random.nextLong(), random.nextLong()), System.nanoTime() + STEP_BUDGET, STEP,
                "reserve");
    }

    /** The context that whoever is called finds. */
    @Nullable
    Context found() {
        return Context.current();
    }

    private final class Making implements Operation {

        private final SplittableRandom random;
        /** The request a part of which comes next. */
        private @Nullable Context open;
        private @Nullable Context afterwards;

        Making(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public void run(Stopwatch watch) {
            Context outer = open;
            if (outer == null) {
                open = request(watch);
            } else {
                open = null;
                part(watch, outer);
            }
        }

        private Context request(Stopwatch watch) {
            watch.start();
            Context made = root(random);
            watch.lap("create");
            Context seen = made.call(ContextsWorkload.this::found);
            watch.stop(ROOT, "propagate");
            check(made.equals(seen), "found another context than the one bound", made);
            check(Context.current() == null, "were bound after their scope had ended", made);
            return made;
        }

        private void part(Stopwatch watch, Context outer) {
            watch.start();
            Context made = child(outer, random);
            watch.lap("create");
            Context seen = outer.call(() -> {
                Context inner = made.call(ContextsWorkload.this::found);
                afterwards = found();
                return inner;
            });
            watch.stop(CHILD, "propagate");
            check(made.equals(seen), "found another context than the one bound", made);
            check(outer.equals(afterwards), "did not give way to the one around them", made);
            check(made.deadline() - outer.deadline() <= 0 && made.attribute("locale").isPresent(),
                    "outlived or did not know the request they are a part of", made);
        }

        private void check(boolean holds, String otherwise, Context made) {
            if (!holds) {
                evidence.found("contexts " + otherwise, made.id().toString());
            }
        }
    }

    @Override
    public Verification verify(LocalSession session, Assignment assignment, Measured measured) {
        return evidence.measure("context_bytes", weigh(new SplittableRandom(assignment.run()))).verification();
    }

    /** They are kept, so that no compiler can do without them. */
    private static double weigh(SplittableRandom random) {
        Context[] kept = new Context[WEIGHED];
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < WEIGHED; i += 2) {
            kept[i] = root(random);
            kept[i + 1] = child(kept[i], random);
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) WEIGHED;
    }
}
