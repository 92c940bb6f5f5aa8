package io.tidemark.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTests {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void keepsToItsGridHoweverLateItIsAsked() {
        Schedule schedule = new Schedule(List.of(ScriptedSource.every(Duration.ofSeconds(1), "a")), new Random(1), 0);
        long first = schedule.next();
        List<Long> slots = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            slots.add(schedule.due(schedule.next() + SECOND / 10).getFirst().at());
        }
        assertThat(slots).containsExactlyElementsOf(IntStream.range(0, 5).mapToObj(i -> first + i * SECOND).toList());
    }

    @Test
    void leavesOutMissedSlotsInsteadOfMakingUpForThem() {
        Schedule schedule = new Schedule(List.of(ScriptedSource.every(Duration.ofSeconds(1), "a")), new Random(1), 0);
        long first = schedule.next();
        assertThat(schedule.due(first + 5 * SECOND + 1)).hasSize(1);
        assertThat(schedule.next()).isEqualTo(first + 6 * SECOND);
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
