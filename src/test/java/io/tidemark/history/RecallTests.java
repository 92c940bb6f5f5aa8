package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.journal.Disk;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in memory again after a start, of results that came before. */
class RecallTests {

    private static final int MOST_FIGURES = 20_000;

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Ids ids = new Ids(clock, 0, 0);

    @TempDir
    private Path data;
    private TestStore store;

    @BeforeEach
    void create() {
        store = TestStore.h2(data);
    }

    @AfterEach
    void drop() {
        store.close();
    }

    @Test
    void theNewestOfEachNameIsThereWhereverItWaits() {
        keep(List.of(result("a", 1), result("b", 1)), List.of(result("b", 2), result("c", 3), result("probe", 1)));

        assertThat(recalled("a", "b", "c")).isEqualTo(Map.of("a", 1, "b", 2, "c", 3));
        assertThat(recalled("b")).isEqualTo(Map.of("b", 2));
    }

    @Test
    void thoseThatCameLastComeFirstUntilThereAreManyFigures() {
        // By name the oldest would be the first.
        keep(List.of(result("a", 1), result("b", 1), result("c", MOST_FIGURES / 2)),
                List.of(result("d", MOST_FIGURES / 2 - 1), result("e", 1)));

        assertThat(recalled("a", "b", "c", "d", "e").keySet()).containsExactlyInAnyOrder("c", "d", "e");
    }

    @Test
    void oneOfEachNameIsReadAndNoMoreThanThereMayBe() {
        keep(IntStream.range(0, 210).mapToObj(i -> result("r" + i, 1)).toList(), List.of());

        String[] names = IntStream.range(0, 210).mapToObj(i -> "r" + i).toArray(String[]::new);
        assertThat(recalled(names)).hasSize(200).containsKey("r209").doesNotContainKey("r9");
    }

    /** Ends with some in the store, and the others in the journal. */
    private void keep(List<Run> written, List<Run> waiting) {
        StoredHistory history = open();
        history.start();
        written.forEach(run -> history.append(Observation.of(run)));
        history.flush();
        Awaitility.await().until(() -> history.storeStatus().writtenRecords() >= written.size());
        history.stop(Duration.ofSeconds(10));
        waiting.forEach(run -> history.append(Observation.of(run)));
        history.flush();
        history.close();
    }

    /** How many figures of which results are known after the next start. */
    private Map<String, Integer> recalled(String... names) {
        StoredHistory history = open();
        try {
            history.recall(List.of(names)::contains);
            return List.of(names).stream().flatMap(name -> history.readings().lastRun(name).stream())
                    .collect(Collectors.toMap(Run::probe, run -> run.measures().size()));
        } finally {
            history.close();
        }
    }

    private StoredHistory open() {
        HistorySettings settings = HistoryContract.settings(Duration.ofDays(2));
        return StoredHistory.open(data, store.store(), "here", settings, clock, _ -> Optional.empty(), Disk.local(),
                SegmentLog.Limits.of(settings.journal().toBytes()));
    }

    private Run result(String name, int figures) {
        Map<String, Double> measures = IntStream.range(0, figures).boxed()
                .collect(Collectors.toMap(i -> "figure_" + i, Integer::doubleValue));
        return new Run(ids.next(), "here", name, "k6", "results", clock.instant(), Duration.ZERO, Duration.ZERO,
                new Outcome.Succeeded(), Map.of(), Map.of(), Map.of(), Map.of(), measures, List.of(), Run.Cost.NONE,
                Conditions.UNKNOWN, Run.Course.PLAIN, 0);
    }
}
