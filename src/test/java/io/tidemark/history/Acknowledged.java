package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.jpa.AlertStore.Untold;
import io.tidemark.alert.jpa.JpaAlertStore;
import io.tidemark.history.Traffic.AlertIds;
import io.tidemark.history.Traffic.Batch;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Batches that a history has acknowledged, and whether a store has each of them, once. */
final class Acknowledged {

    private static final int ALL = 10_000_000;

    private final List<Batch> batches = new ArrayList<>();

    void add(Batch batch) {
        batches.add(batch);
    }

    int size() {
        return batches.size();
    }

    /** Everything at most once, and all that was acknowledged. */
    void check(TestStore server) {
        assertThat(batches.stream().flatMap(Batch::ids)).as("ids never go back").isSorted().doesNotHaveDuplicates();
        checkRuns(server);
        checkSamples(server);
        checkAlerts(server.alerts());
    }

    private void checkRuns(TestStore server) {
        Map<Long, Instant> stored = new HashMap<>();
        for (Run run : server.store().runs(Traffic.PROBE, Long.MAX_VALUE, ALL)) {
            assertThat(stored.put(run.id(), run.startedAt())).as("run %d a second time", run.id()).isNull();
        }
        for (Batch batch : batches) {
            batch.runs().forEach(id -> assertThat(stored).as("acknowledged run").containsEntry(id,
                    Instant.ofEpochMilli(batch.millis())));
        }
    }

    private void checkSamples(TestStore server) {
        Set<Long> wanted = batches.stream().map(Batch::millis).collect(Collectors.toSet());
        for (Series series : Traffic.allSeries()) {
            Set<Long> found = new HashSet<>();
            server.store().samples("test-1", series, Instant.EPOCH, Instant.now().plusSeconds(3600),
                    (millis, value) -> {
                        assertThat(found.add(millis)).as("%s a second time", millis).isTrue();
                        assertThat(value).isEqualTo((double) (millis % 1000));
                    });
            Set<Long> lost = new HashSet<>(wanted);
            lost.removeAll(found);
            assertThat(lost).as("acknowledged samples of %s that are lost", series).isEmpty();
        }
    }

    private void checkAlerts(JpaAlertStore alerts) {
        assertThat(alerts.list(Long.MAX_VALUE, ALL, AlertState.RESOLVED).stream().map(Alert::id).toList())
                .doesNotHaveDuplicates().containsAll(ids(AlertIds::alert));
        List<Long> untold = alerts.untold(0).stream().map(Untold::change).toList();
        assertThat(untold).doesNotHaveDuplicates().containsAll(ids(AlertIds::resolved))
                .doesNotContainAnyElementsOf(ids(AlertIds::fired));
    }

    private Set<Long> ids(Function<AlertIds, Long> which) {
        return batches.stream().flatMap(batch -> batch.alerts().stream()).map(which).collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return "%d samples, %d runs and %d changes of alerts".formatted(batches.size() * (long) Traffic.SERIES,
                batches.stream().mapToLong(batch -> batch.runs().size()).sum(),
                2 * batches.stream().mapToLong(batch -> batch.alerts().size()).sum());
    }
}
