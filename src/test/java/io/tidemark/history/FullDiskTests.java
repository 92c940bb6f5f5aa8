package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A disk that fills up with journal and store on it, again and again: measuring goes on, and all of it is kept. */
@BesideOthers
class FullDiskTests {

    private static final int CYCLES = Integer.getInteger("disk.cycles", 2);
    /** The store keeps what it replaces for a while, and must not fill the disk by itself. */
    private static final int MEGABYTES = 64 + 4 * CYCLES;
    private static final int BATCHES = 5;
    private static final int MOST_LEFT = 1 << 20;

    private final Acknowledged acknowledged = new Acknowledged();
    private final Random random = new Random(7);

    @Test
    void everythingIsKeptOverAFullDiskAndWritingGoesOnOnceThereIsRoom() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(MEGABYTES); TestStore server = TestStore.h2(disk.path())) {
            try (StoredHistory history = Traffic.open(disk.path(), server)) {
                Traffic traffic = new Traffic(history, server, InstantSource.system());
                history.start();
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    cycle(disk, history, traffic);
                }
                history.stop(Duration.ofMinutes(1));
                assertThat(history.storeStatus().reason()).isEmpty();
                assertThat(history.storeStatus().pendingRecords()).isZero();
                assertThat(history.storeStatus().droppedRecords()).isZero();
                System.out.printf("%d times full, %d failed writes to the store: ", CYCLES,
                        history.storeStatus().failedWrites());
            }
            acknowledged.check(server);
            System.out.printf("%s appended, 0 lost%n", acknowledged);
        }
    }

    private void cycle(SmallDisk disk, StoredHistory history, Traffic traffic) throws IOException {
        measure(traffic, BATCHES);
        // At times there is room for the journal, and the store is the first to hit the end.
        disk.fill(random.nextInt(MOST_LEFT));
        Awaitility.await("full").atMost(Duration.ofMinutes(2)).until(() -> {
            measure(traffic, 1);
            return !history.storeStatus().reason().isEmpty();
        });
        measure(traffic, BATCHES);
        ask(history);
        disk.free();
        measure(traffic, BATCHES);
        Awaitility.await("free again").atMost(Duration.ofMinutes(2)).ignoreException(StoreException.class)
                .until(() -> {
                    history.flush();
                    assertThat(history.runs(Traffic.PROBE, Long.MAX_VALUE, 10)).as("answers again").hasSize(10);
                    return history.storeStatus().reason().isEmpty() && history.storeStatus().pendingRecords() == 0;
                });
    }

    /** All of it is to arrive, also what could only be held in memory so far. */
    private void measure(Traffic traffic, int batches) {
        for (int i = 0; i < batches; i++) {
            acknowledged.add(traffic.append());
            LockSupport.parkNanos(Traffic.EACH.toNanos());
        }
    }

    /** So that more than the writer's connection has seen the end. */
    private static void ask(StoredHistory history) {
        try {
            history.runs(Traffic.PROBE, Long.MAX_VALUE, 10);
        } catch (StoreException _) {
            // The store may be closed.
        }
    }
}
