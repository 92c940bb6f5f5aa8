package io.tidemark.sampling;

import java.io.File;
import java.io.IOException;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Processor time of this process' control group, version 1 or 2, the quota it has and what that held back. */
final class CgroupCpu {

    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    private final TextReader reader = new TextReader();
    private final @Nullable Cgroup group;
    private final @Nullable Cgroup accounting;

    CgroupCpu(Procfs procfs) {
        this.group = Cgroup.find(procfs, "cpu", "cpu.stat").orElse(null);
        this.accounting = group == null || group.unified()
                ? group
                : Cgroup.find(procfs, "cpuacct", "cpuacct.usage").filter(found -> !found.whole()).orElse(null);
    }

    /** Whether there is a quota, or has been one. */
    boolean offered() {
        try {
            return Double.isFinite(throttledSeconds()) || Double.isFinite(limit());
        } catch (IOException _) {
            return false;
        }
    }

    /** Seconds since the group was made, over all its processors; NaN when not in a group with a quota to tell of. */
    double throttledSeconds() throws IOException {
        return group == null ? Double.NaN : reader.read(group.file("cpu.stat"), CgroupCpu::throttled);
    }

    /** Seconds of processor time since the group was made; NaN when nobody counts them. */
    double usedSeconds() throws IOException {
        if (accounting == null) {
            return Double.NaN;
        }
        return accounting.unified()
                ? reader.read(accounting.file("cpu.stat"), text -> KernelText.value(text, "usage_usec") / MICROS)
                : reader.read(accounting.file("cpuacct.usage"), text -> Long.parseLong(text.strip()) / NANOS);
    }

    /** Processors the quota allows, the smallest of the group and those above it; NaN without any. */
    double limit() throws IOException {
        double least = Double.NaN;
        if (group != null) {
            for (File level : group.levels()) {
                double limit = group.unified() ? limit(level) : limitOfVersion1(level);
                least = Double.isNaN(least) || limit < least ? limit : least;
            }
        }
        return least;
    }

    /** `max 100000` or `150000 100000`; the topmost group has no such file. */
    private double limit(File level) throws IOException {
        File file = new File(level, "cpu.max");
        return file.exists() ? reader.read(file, CgroupCpu::quota) : Double.NaN;
    }

    private static double quota(String text) {
        StringTokenizer words = new StringTokenizer(text);
        String quota = words.nextToken();
        return quota.equals("max") ? Double.NaN : share(Long.parseLong(quota), Long.parseLong(words.nextToken()));
    }

    private double limitOfVersion1(File level) throws IOException {
        File quota = new File(level, "cpu.cfs_quota_us");
        return quota.exists()
                ? share(number(quota), number(new File(level, "cpu.cfs_period_us")))
                : Double.NaN;
    }

    private long number(File file) throws IOException {
        return reader.read(file, text -> Long.parseLong(text.strip()));
    }

    /** -1 is no quota. */
    private static double share(long quota, long period) {
        return quota > 0 && period > 0 ? quota / (double) period : Double.NaN;
    }

    /** Version 2 counts microseconds, version 1 nanoseconds; NaN without either. */
    private static double throttled(String text) {
        double micros = KernelText.value(text, "throttled_usec");
        return Double.isNaN(micros) ? KernelText.value(text, "throttled_time") / NANOS : micros / MICROS;
    }
}
