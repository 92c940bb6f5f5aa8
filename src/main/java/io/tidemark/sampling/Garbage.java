package io.tidemark.sampling;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** What garbage collection cost this JVM, by collector, and what it gave back. */
final class Garbage implements AutoCloseable {

    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP).map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    private final AtomicLong reclaimed = new AtomicLong();
    private final Map<String, AtomicLong> longest = collectors.stream().collect(
            Collectors.toMap(GarbageCollectorMXBean::getName, _ -> new AtomicLong()));
    private final NotificationListener listener = (notification, _) -> collected(notification);

    Garbage() {
        emitters().forEach(emitter -> emitter.addNotificationListener(listener, null, null));
    }

    /** Seconds this process stood still for garbage collection since it started. */
    double pauseSeconds() {
        return collectors.stream().filter(Garbage::pauses).mapToLong(c -> Math.max(0, c.getCollectionTime())).sum()
                / 1e3;
    }

    /** What each collector has done. */
    List<Collector> collectors() {
        return collectors.stream().map(this::collector).toList();
    }

    /**
     * What one collector has done.
     *
     * @param seconds of all collections; beside those of a concurrent collector the process goes on
     * @param longest the longest since this was last asked, in seconds; 0 when there was none
     */
    record Collector(String name, double count, double seconds, double longest) {}

    private Collector collector(GarbageCollectorMXBean bean) {
        AtomicLong millis = longest.get(bean.getName());
        return new Collector(bean.getName(), known(bean.getCollectionCount()), known(bean.getCollectionTime()) / 1e3,
                millis == null ? Double.NaN : millis.getAndSet(0) / 1e3);
    }

    /** -1 is "not told". */
    private static double known(long count) {
        return count < 0 ? Double.NaN : count;
    }

    /** Bytes of heap given back since this was made. */
    long reclaimedBytes() {
        return reclaimed.get();
    }

    @Override
    public void close() {
        emitters().forEach(emitter -> {
            try {
                emitter.removeNotificationListener(listener);
            } catch (ListenerNotFoundException _) {
                // closed twice
            }
        });
    }

    /** The beans of concurrent collectors count work beside which the process goes on. */
    private static boolean pauses(GarbageCollectorMXBean collector) {
        return !collector.getName().contains("Cycles") && !collector.getName().contains("Concurrent");
    }

    private List<NotificationEmitter> emitters() {
        return collectors.stream().filter(NotificationEmitter.class::isInstance).map(NotificationEmitter.class::cast)
                .toList();
    }

    private void collected(Notification notification) {
        if (notification.getUserData() instanceof CompositeData data
                && notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GarbageCollectionNotificationInfo collection = GarbageCollectionNotificationInfo.from(data);
            GcInfo info = collection.getGcInfo();
            AtomicLong known = longest.get(collection.getGcName());
            if (known != null) {
                known.accumulateAndGet(info.getDuration(), Math::max);
            }
            reclaimed.addAndGet(Math.max(0, used(info.getMemoryUsageBeforeGc()) - used(info.getMemoryUsageAfterGc())));
        }
    }

    private long used(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream().filter(pool -> heap.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed()).sum();
    }
}
