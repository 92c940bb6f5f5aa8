package io.tidemark.probe.workload;

import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import java.time.Duration;

/** Tells for {@link EntryMemoryWorkloadTests} by how much the heap grows for each entry, and what the workload says. */
final class FilledHeap {

    private static final int ENTRIES = 50_000;

    private FilledHeap() {}

    public static void main(String[] arguments) {
        fill(1);
        told(1);
        long before = usedHeap();
        CacheSession filled = fill(ENTRIES);
        long grown = usedHeap() - before;
        System.out.println(
                filled.statistics().entries() + " " + grown / (double) ENTRIES + " " + told(ENTRIES));
    }

    private static CacheSession fill(int entries) {
        CacheSession filled = Sabotage.caffeine().open(Duration.ofSeconds(1));
        for (int i = 0; i < entries; i++) {
            filled.put(new CacheKey("tidemark:test-1:sabotaged:" + i), Payload.bytes(i));
        }
        return filled;
    }

    private static double told(int entries) {
        return Sabotage.run(EntryMemoryWorkload::new, Sabotage.caffeine(), 5, entries).measures()
                .getOrDefault("entry_bytes", 0.0);
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
