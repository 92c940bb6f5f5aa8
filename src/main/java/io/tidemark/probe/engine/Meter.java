package io.tidemark.probe.engine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the calling thread has cost so far: processor time and heap. */
record Meter(long cpuNanos, long allocatedBytes) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static final Meter ZERO = new Meter(0, 0);

    static Meter now() {
        return new Meter(THREADS.getCurrentThreadCpuTime(), THREADS.getCurrentThreadAllocatedBytes());
    }

    Meter since(Meter before) {
        return new Meter(cpuNanos - before.cpuNanos, allocatedBytes - before.allocatedBytes);
    }

    Meter plus(Meter other) {
        return new Meter(cpuNanos + other.cpuNanos, allocatedBytes + other.allocatedBytes);
    }
}
