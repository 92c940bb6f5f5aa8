package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Run;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The memory of an entry is what it takes, and nothing is told of entries that are not there. */
class EntryMemoryWorkloadTests {

    private static final int ENTRIES = 50_000;

    @Test
    void entriesThatWereTakenAwayAreNotMeasured() {
        Run run = Sabotage.run(() -> new EntryMemoryWorkload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                session.removeAll(entries(assignment).keys());
                return super.operation(session, assignment, worker);
            }
        }, Sabotage.redis(), 5, 10);

        assertThat(run.violations()).containsExactly("6 entries were not there although all had been put");
        assertThat(run.measures()).doesNotContainKey("entry_bytes");
    }

    @Test
    void entriesSmallerThanTheirValueAreFound() {
        Run run = Sabotage.run(() -> new EntryMemoryWorkload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                session.putAll(entries(assignment).keys(), _ -> new byte[1]);
                return super.operation(session, assignment, worker);
            }
        }, Sabotage.redis(), 5, 10);

        assertThat(run.violations()).singleElement().asString()
                .matches("an entry is said to take \\d\\d bytes, and its value alone has 97");
    }

    /** What is told is an upper bound of what stays in memory, and a close one. */
    @Test
    void memoryOfAnEntryIsWhatTheHeapGrowsBy() throws Exception {
        long before = usedHeap();
        CacheSession filled = Sabotage.caffeine().open(Duration.ofSeconds(1));
        for (int i = 0; i < ENTRIES; i++) {
            filled.put(new CacheKey("tidemark:test-1:sabotaged:" + i), Payload.bytes(i));
        }
        double retained = (usedHeap() - before) / (double) ENTRIES;
        // The other way round what the run leaves to collect would count against what is kept.
        double told = Double.MAX_VALUE;
        // What is not compiled yet only adds to what is allocated.
        for (int i = 0; i < 3; i++) {
            Run run = Sabotage.run(EntryMemoryWorkload::new, Sabotage.caffeine(), 5, ENTRIES);
            told = Math.min(told, run.measures().getOrDefault("entry_bytes", 0.0));
        }

        assertThat(filled.statistics().entries()).isEqualTo(ENTRIES);
        assertThat(told).isBetween(0.95 * retained, 1.6 * retained);
    }

    /** What is still there once collecting again finds nothing more. */
    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (long before = 0; before == 0 || before - used > 10_000;) {
            before = used;
            System.gc();
            used = runtime.totalMemory() - runtime.freeMemory();
        }
        return used;
    }
}
