package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Platform threads of this JVM by state. Asking stops all of them for a moment. */
final class JvmThreads {

    static final Metric COUNT = Metric.gauge("jvm.thread.count", Unit.ONE, Better.NEITHER,
            "Platform threads by state");

    private final ThreadMXBean threads;
    private final Map<Thread.State, Series> series = new EnumMap<>(Thread.State.class);

    JvmThreads(ThreadMXBean threads) {
        this.threads = threads;
        for (Thread.State state : Thread.State.values()) {
            // None is ever seen new or ended.
            if (state != Thread.State.NEW && state != Thread.State.TERMINATED) {
                series.put(state, Series.of(COUNT, "state", state.name().toLowerCase(Locale.ROOT)));
            }
        }
    }

    void read(Readings readings) {
        Map<Thread.State, Integer> counts = count();
        series.forEach((state, one) -> readings.add(one, (long) counts.getOrDefault(state, 0)));
    }

    private Map<Thread.State, Integer> count() {
        Map<Thread.State, Integer> now = new EnumMap<>(Thread.State.class);
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            // One that has ended since.
            if (thread != null) {
                now.merge(thread.getThreadState(), 1, Integer::sum);
            }
        }
        return now;
    }
}
