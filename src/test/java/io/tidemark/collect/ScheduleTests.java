package io.tidemark.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTests {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void keepsToItsGridHoweverLateItIsAsked() {
        Schedule schedule = new Schedule(List.of(ScriptedSource.every(Duration.ofSeconds(1), "a")), new Random(1), 0);
        List<Long> slots = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            slots.add(schedule.due(schedule.next() + SECOND / 10).getFirst().slot());
        }
        assertThat(slots).containsExactlyElementsOf(
                IntStream.range(0, 1000).mapToObj(i -> slots.getFirst() + i * SECOND).toList());
    }

    @Test
    void leavesOutMissedSlotsInsteadOfMakingUpForThem() {
        Schedule schedule = new Schedule(List.of(ScriptedSource.every(Duration.ofSeconds(1), "a")), new Random(1), 0);
        Schedule.Due first = schedule.due(schedule.next()).getFirst();
        assertThat(schedule.due(first.at() + 5 * SECOND + 1)).hasSize(1);
        assertThat(schedule.due(schedule.next()).getFirst().slot()).isEqualTo(first.slot() + 6 * SECOND);
    }

    @Test
    void movesWithinTheFirstTenthOfItsSlotNowAndThenButNotEveryTime() {
        Schedule schedule = new Schedule(List.of(ScriptedSource.every(Duration.ofSeconds(1), "a")), new Random(1), 0);
        List<Long> jitters = new ArrayList<>();
        for (int i = 0; i < 100 * Schedule.STEADY_SLOTS; i++) {
            jitters.add(schedule.due(schedule.next()).getFirst().jitter());
        }
        assertThat(jitters).allMatch(jitter -> jitter >= 0 && jitter < SECOND / 10);
        assertThat(jitters.stream().distinct()).hasSizeBetween(95, 101);
    }

    @Test
    void staysOnTheGridWhenTheIntervalChanges() {
        AtomicReference<Duration> interval = new AtomicReference<>(Duration.ofSeconds(1));
        Source source = new ScriptedSource("a", Duration.ofSeconds(1), "lane", () -> {
            throw new AssertionError("not observed here");
        }, interval::get);
        Schedule schedule = new Schedule(List.of(source), new Random(1), 0);
        long first = schedule.due(schedule.next()).getFirst().slot();
        interval.set(Duration.ofSeconds(4));
        schedule.due(schedule.next());
        long slowed = schedule.due(schedule.next()).getFirst().slot();
        interval.set(Duration.ofSeconds(1));

        assertThat(slowed - first).isEqualTo(5 * SECOND);
        schedule.due(schedule.next());
        assertThat(schedule.due(schedule.next()).getFirst().slot() - slowed).isEqualTo(5 * SECOND);
    }

    @Test
    void givesSourcesOfOneIntervalDifferentFirstPhases() {
        List<Source> sources = IntStream.range(0, 50).<Source>mapToObj(
                i -> ScriptedSource.every(Duration.ofSeconds(1), "s" + i)).toList();
        Schedule schedule = new Schedule(sources, new Random(7), 0);
        assertThat(schedule.due(SECOND).stream().map(Schedule.Due::at).distinct()).hasSizeGreaterThan(45);
    }

    @Test
    void neverWaitsLongForTheFirstObservation() {
        List<Source> sources = IntStream.range(0, 50).<Source>mapToObj(
                i -> ScriptedSource.every(Duration.ofHours(1), "s" + i)).toList();
        assertThat(new Schedule(sources, new Random(7), 0).due(5 * SECOND)).hasSize(50);
    }

    @Test
    void isFarAwayWithoutSources() {
        assertThat(new Schedule(List.of(), new Random(), 0).next()).isEqualTo(Long.MAX_VALUE);
    }
}
