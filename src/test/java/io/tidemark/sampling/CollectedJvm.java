package io.tidemark.sampling;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Makes garbage, for {@link GarbageTests}, and tells what was allocated, given back and waited for. */
final class CollectedJvm {

    /** Small enough for a region of G1, which takes whole regions for what is large. */
    private static final int SIZE = 1 << 16;
    private static final int KEPT = 320;
    private static final int MADE = 16_000;

    private CollectedJvm() {}

    public static void main(String[] arguments) throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        try (Garbage garbage = new Garbage()) {
            long before = threads.getTotalThreadAllocatedBytes();
            byte[][] kept = new byte[KEPT][];
            for (int i = 0; i < MADE; i++) {
                kept[i % KEPT] = make(kept[(i + 1) % KEPT]);
            }
            System.gc();
            // Collections are told of by a thread of their own.
            for (long told = -1; told != garbage.reclaimedBytes(); Thread.sleep(200)) {
                told = garbage.reclaimedBytes();
            }
            System.out.println((threads.getTotalThreadAllocatedBytes() - before) + " " + garbage.reclaimedBytes() + " "
                    + garbage.pauseSeconds() + " " + kept.length);
        }
    }

    private static byte[] make(byte[] older) {
        byte[] made = new byte[SIZE];
        made[0] = older == null ? 0 : older[0];
        return made;
    }
}
