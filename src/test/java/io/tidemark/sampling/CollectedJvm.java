package io.tidemark.sampling;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

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
            collect();
            System.out.println((threads.getTotalThreadAllocatedBytes() - before) + " " + garbage.reclaimedBytes() + " "
                    + garbage.pauseSeconds() + " " + kept.length);
        }
    }

    /** Returns when this collection has been told of, and so all before: one thread does it, in their order. */
    private static void collect() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((notification, _) -> {
                if (isAskedFor(GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData()))) {
                    told.countDown();
                }
            }, null, null);
        }
        System.gc();
        if (!told.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the collection was not told of");
        }
    }

    /** A small one with the same cause may come before it. */
    private static boolean isAskedFor(GarbageCollectionNotificationInfo collection) {
        return collection.getGcCause().equals("System.gc()") && collection.getGcAction().equals("end of major GC");
    }

    private static byte[] make(byte[] older) {
        byte[] made = new byte[SIZE];
        made[0] = older == null ? 0 : older[0];
        return made;
    }
}
