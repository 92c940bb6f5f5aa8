package io.tidemark.probe.engine;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What has been spent so far: processor time and heap. */
record Meter(long cpuNanos, long allocatedBytes) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    static final Meter ZERO = new Meter(0, 0);

    /** By the calling thread. */
    static Meter ofThread() {
        return new Meter(THREADS.getCurrentThreadCpuTime(), THREADS.getCurrentThreadAllocatedBytes());
    }

    /** By the whole process: virtual threads have no account of their own. */
    static Meter ofProcess() {
        return new Meter(PROCESS.getProcessCpuTime(), THREADS.getTotalThreadAllocatedBytes());
    }

    Meter since(Meter before) {
        return new Meter(cpuNanos - before.cpuNanos, allocatedBytes - before.allocatedBytes);
    }

    Meter plus(Meter other) {
        return new Meter(cpuNanos + other.cpuNanos, allocatedBytes + other.allocatedBytes);
    }
}
