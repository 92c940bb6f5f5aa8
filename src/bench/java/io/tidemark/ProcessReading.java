package io.tidemark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel says of a process at one instant.
 *
 * @param cpuSeconds processor time since its start, at the kernel's resolution of 10 ms
 * @param residentBytes memory in use
 */
public record ProcessReading(long nanos, double cpuSeconds, long residentBytes) {

    private static final double TICKS_PER_SECOND = 100;
    private static final long PAGE = 4096;

    public static ProcessReading of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessReading(System.nanoTime(),
                (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND,
                Long.parseLong(fields[21]) * PAGE);
    }

    /** Share of one core since an earlier reading. */
    double cpuShareSince(ProcessReading earlier) {
        return (cpuSeconds - earlier.cpuSeconds) / ((nanos - earlier.nanos) / 1e9);
    }
}
