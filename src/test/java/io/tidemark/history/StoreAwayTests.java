package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.BesideOthers;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.probe.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is gone for a while: nothing waits for it, and everything arrives when it is back. */
@BesideOthers
class StoreAwayTests {

    /** Longer than the driver waits, so that it is the writer who gives up. */
    private static final Duration FROZEN = Duration.ofSeconds(Integer.getInteger("store.frozen", 12));

    private static final Series LOAD = new Series("system.load.1m", Labels.NONE);

    @TempDir
    Path data;

    @TempDir
    Path cluster;

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Ids ids = new Ids(clock, 0, 0);
    private final List<Run> runs = new ArrayList<>();

    /** Nanoseconds from one batch to the next, which are to be 100 ms apart. */
    private long longest;

    @Test
    void everythingArrivesWhenTheStoreIsBack() throws Exception {
        EmbeddedPostgres postgres = server(0);
        try (TestStore server = TestStore.postgres(postgres); StoredHistory history = open(server)) {
            history.start();
            measure(history, 20);
            Awaitility.await().until(() -> history.storeStatus().writtenRecords() == 20);

            int port = postgres.getPort();
            postgres.close();
            measure(history, 30);
            history.flush();
            Awaitility.await().until(() -> !history.storeStatus().reachable());

            assertThat(history.storeStatus().reason()).isNotEmpty();
            assertThat(history.storeStatus().pendingRecords()).isEqualTo(50 + 30);
            assertThat(history.readings().lastRun("orders")).contains(runs.getLast());
            assertThatThrownBy(() -> history.runs("orders", Long.MAX_VALUE, 5)).isInstanceOf(StoreException.class)
                    .hasMessageContaining("store");
            assertThat(history.samples(recent()).getFirst().points()).as("from memory").hasSize(50);

            clock.turn(Duration.ofMinutes(31));
            // Closing waits only so long for the server's end.
            Awaitility.await().until(() -> Files.notExists(cluster.resolve("pg").resolve("postmaster.pid")));
            try (EmbeddedPostgres back = server(port)) {
                measure(history, 1);
                Awaitility.await().atMost(Duration.ofSeconds(60))
                        .until(() -> history.storeStatus().writtenRecords() == 51 + 50);
                assertThat(history.storeStatus().reachable()).isTrue();
                assertThat(history.runs("orders", Long.MAX_VALUE, 100)).containsExactlyElementsOf(runs.reversed());
                assertThat(server.store().count("test-1", LOAD, Instant.EPOCH, clock.instant())).isEqualTo(50);
                assertThat(history.storeStatus().droppedRecords()).isZero();
                history.stop(Duration.ofSeconds(10));
                assertThat(back.getPort()).isEqualTo(port);
            }
        }
    }

    @Test
    void nothingIsLostOrComesTwiceWhileTheStoreIsFrozen() throws Exception {
        Acknowledged acknowledged = new Acknowledged();
        try (TestPostgres postgres = new TestPostgres();
                TestStore server = TestStore.at(postgres.url() + '?' + TestStore.LIMITS)) {
            try (StoredHistory history = Traffic.open(data, server)) {
                Traffic traffic = new Traffic(history, server, InstantSource.system());
                history.start();
                write(history, traffic, Duration.ofSeconds(3), acknowledged);
                postgres.freeze();
                write(history, traffic, FROZEN, acknowledged);
                Awaitility.await().pollInSameThread().until(() -> {
                    write(history, traffic, Traffic.EACH, acknowledged);
                    return !history.storeStatus().reachable();
                });
                postgres.thaw();
                write(history, traffic, Duration.ofSeconds(3), acknowledged);
                Awaitility.await().atMost(Duration.ofSeconds(60))
                        .until(() -> history.storeStatus().reachable());
                history.stop(Duration.ofSeconds(60));
                assertThat(history.storeStatus().pendingRecords()).isZero();
                assertThat(history.storeStatus().droppedRecords()).isZero();
                System.out.printf("store frozen for %d s: %s, 0 lost, at most %d ms from one batch to the next%n",
                        FROZEN.toSeconds(), acknowledged, TimeUnit.NANOSECONDS.toMillis(longest));
            }
            acknowledged.check(server);
        }
    }

    private void write(StoredHistory history, Traffic traffic, Duration time, Acknowledged acknowledged) {
        long due = System.nanoTime();
        long end = due + time.toNanos();
        long last = due;
        while (due < end) {
            acknowledged.add(traffic.append());
            history.flush();
            longest = Math.max(longest, System.nanoTime() - last);
            last = System.nanoTime();
            due += Traffic.EACH.toNanos();
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private EmbeddedPostgres server(int port) throws Exception {
        var builder = EmbeddedPostgres.builder().setDataDirectory(cluster.resolve("pg")).setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2));
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    private StoredHistory open(TestStore server) {
        return StoredHistory.open(data, server.store(), "test-1",
                HistoryContract.settings(Duration.ofDays(2)),
                clock,
                _ -> Optional.empty());
    }

    private void measure(StoredHistory history, int seconds) {
        for (int i = 0; i < seconds; i++) {
            Run run = TestRuns.run(ids.next(), "orders", clock.instant(), 1 + i);
            runs.add(run);
            history.append(Observation.of(run));
            history.append(Observation.of("test-1", "system", clock.instant(), Duration.ZERO,
                    List.of(new Sample(LOAD, clock.instant(), i))));
            clock.turn(Duration.ofSeconds(1));
        }
    }

    private SampleQuery recent() {
        return new SampleQuery(SeriesSelector.of(LOAD.metric()), clock.instant().minusSeconds(50), clock.instant(),
                null, null);
    }
}
