package io.tidemark.probe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.engine.Load.Length;
import io.tidemark.probe.engine.Load.Warmup;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is made of the steps of a load, whatever the machine the test runs on. */
class AscentTests {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void aSpikeTellsHowLongTheRecoveryTook() {
        Load load = load(new Profile.Spike(50));
        Timetable timetable = Timetable.of(load, 0, 100 * SECOND);
        fill(timetable, stage -> stage.name().equals("peak") || isSlice(timetable, stage, 8));

        assertThat(timetable.stages()).extracting(Stage::name).startsWith("usual", "peak", "recovery").hasSize(22);
        assertThat(new Ascent(load, timetable).measures()).containsOnlyKeys("recovery").containsEntry("recovery", 2.0);
    }

    @Test
    void aSliceThatIsSlowAgainIsNoRecovery() {
        Load load = load(new Profile.Spike(50));
        Timetable timetable = Timetable.of(load, 0, 100 * SECOND);
        fill(timetable, stage -> slices(timetable).indexOf(stage) == 11);

        assertThat(new Ascent(load, timetable).measures()).containsEntry("recovery", 3.0);
    }

    @Test
    void noRecoveryIsSaidAndNotMeasured() {
        Load load = load(new Profile.Spike(50));
        Timetable timetable = Timetable.of(load, 0, 100 * SECOND);
        fill(timetable, stage -> !stage.name().equals("usual"));
        Ascent ascent = new Ascent(load, timetable);

        assertThat(ascent.measures()).isEmpty();
        assertThat(ascent.notes()).containsExactly("it had not recovered when the run ended");
    }

    @Test
    void aStressTellsTheLevelThatBrokeAndTheOneBefore() {
        Load load = load(new Profile.Stress(50, 5, Duration.ofMillis(20)));
        Timetable timetable = Timetable.of(load, 0, 100 * SECOND);
        fill(timetable, stage -> stage.level() > 25);

        assertThat(new Ascent(load, timetable).measures()).containsEntry("sustained_level", 20.0)
                .containsEntry("breaking_point", 30.0).containsEntry("recovery", 0.0);
    }

    @Test
    void whatBrokeIsNotPushedFurther() {
        Load load = load(new Profile.Stress(50, 5, Duration.ofMillis(20)));
        Timetable timetable = Timetable.of(load, 0, 100 * SECOND);
        Stage broken = timetable.stages().get(2);
        timetable.recoverFrom(broken);

        assertThat(timetable.stages()).extracting(Stage::level).startsWith(10.0, 20.0, 30.0, 10.0).doesNotContain(40.0);
        assertThat(timetable.at(broken.to()).name()).isEqualTo("recovery");
        assertThat(timetable.end()).isLessThan(10 * SECOND);
    }

    @Test
    void failuresBreakAnObjectiveHoweverFastTheyAre() {
        Stage stage = new Stage("step-1", 10, 0, SECOND);
        for (int i = 0; i < 90; i++) {
            stage.success(1_000_000);
        }
        assertThat(stage.keeps(Duration.ofMillis(5))).isTrue();
        for (int i = 0; i < 10; i++) {
            stage.failure(1_000);
        }
        assertThat(stage.keeps(Duration.ofMillis(5))).isFalse();
        assertThat(new Stage("step-1", 10, 0, SECOND).keeps(Duration.ofMillis(5))).isFalse();
    }

    private static boolean isSlice(Timetable timetable, Stage stage, int before) {
        int at = slices(timetable).indexOf(stage);
        return at >= 0 && at < before;
    }

    private static List<Stage> slices(Timetable timetable) {
        return timetable.stages().stream().filter(stage -> stage.name().equals("recovery")).toList();
    }

    private static void fill(Timetable timetable, Predicate<Stage> slow) {
        timetable.stages().forEach(stage -> {
            for (int i = 0; i < 20; i++) {
                stage.success(slow.test(stage) ? 100_000_000 : 10_000_000);
            }
        });
    }

    /** Ten seconds, so that each of twenty slices of the last half is a quarter of one. */
    private static Load load(Profile profile) {
        return new Load(10, 10, Pace.Closed.AT_ONCE, profile, Length.of(Duration.ofSeconds(10)), new Warmup(0, false),
                10, Duration.ofSeconds(30), Faults.NONE);
    }
}
