package io.tidemark.probe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.metric.Run;
import io.tidemark.probe.engine.Load.Length;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Load that is raised until the target breaks. A machine that holds the operations up breaks it too, or makes it recover
 * later: what is told must be what the stages say that are told with it, and on a machine at rest what the script says.
 */
class StressTests {

    /** No machine at rest holds up an operation for so many seconds; a stage that comes to nothing takes more. */
    private static final double HELD_UP = 0.02;

    @Test
    void aStressFindsTheBreakingPointAndTheRecovery() throws Exception {
        double objective = 0.06;
        AtomicInteger now = new AtomicInteger();
        Truth truth = new Truth();
        Run run = stress(new ScriptedWorkload((number, watch) -> {
            int crowd = now.incrementAndGet();
            truth.lasts(number, Duration.ofMillis(crowd > 12 ? 80 : 2), watch);
            now.decrementAndGet();
        }), 4, new Profile.Stress(24, 6, Duration.ofMillis(60)), Duration.ofSeconds(3));

        List<Run.Stage> steps = stages(run, "step");
        int kept = kept(steps, objective);
        assertThat(steps.size() == kept + 1 || truth.heldUp() > 1).as("what broke is not pushed further").isTrue();
        assertThat(run.measures()).containsEntry("breaking_point", steps.get(kept).level());
        assertThat(run.measures().getOrDefault("sustained_level", 0.0)).isEqualTo(4.0 * kept);

        List<Run.Stage> slices = stages(run, "recovery");
        int recovered = kept(slices.reversed(), objective);
        double recovery = (slices.size() - recovered) * slices.getFirst().seconds();
        assertThat(run.measures().getOrDefault("recovery", slices.size() * slices.getFirst().seconds()))
                .isCloseTo(recovery, within(1e-6));
        assertThat(run.course().notes().contains("it had not recovered when the run ended"))
                .isEqualTo(recovered == 0).isNotEqualTo(run.measures().containsKey("recovery"));
        assertThat((kept == 3 && recovery < 0.5) || truth.heldUp() > HELD_UP).as("by its own doing: %s", run).isTrue();
    }

    @Test
    void aStressThatBreaksNothingSaysSo() throws Exception {
        Truth truth = new Truth();
        Run run = stress(new ScriptedWorkload((number, watch) -> truth.lasts(number, Duration.ofMillis(1), watch)), 2,
                new Profile.Stress(6, 3, Duration.ofSeconds(1)), Duration.ofSeconds(1));

        int kept = kept(stages(run, "step"), 1);
        assertThat(run.measures().getOrDefault("sustained_level", 0.0)).isEqualTo(2.0 * kept);
        assertThat(run.course().notes().contains(
                "the objective held up to the peak: there is no breaking point below it"))
                .isEqualTo(kept == 3).isNotEqualTo(run.measures().containsKey("breaking_point"));
        assertThat(kept == 3 || truth.heldUp() > HELD_UP).as("by its own doing: %s", run).isTrue();
    }

    private static List<Run.Stage> stages(Run run, String name) {
        return run.course().stages().stream().filter(stage -> stage.name().startsWith(name)).toList();
    }

    /** How many of the first were as fast as they should be; one without an operation is not. */
    private static int kept(List<Run.Stage> stages, double objective) {
        return (int) stages.stream().takeWhile(stage -> stage.operations() > 0 && stage.p95() <= objective).count();
    }

    private static Run stress(ScriptedWorkload workload, int level, Profile.Stress stress, Duration length)
            throws Exception {
        return LoadTests.run(workload, LoadTests.load(level, (int) stress.peak(), Pace.Closed.AT_ONCE, stress,
                Length.of(length), Faults.NONE, LoadTests.DEADLINE));
    }
}
