package io.tidemark.sampling;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Memory of this process' control group, version 1 or 2, and the limit at which its processes are killed. */
final class CgroupMemory {

    /** Version 1 writes "none" as the largest number of pages; no machine has this much. */
    private static final double NO_LIMIT = 1L << 60;

    /** The kernel adds up the memory of all groups below for this, so it is asked more rarely. */
    private static final Duration STATISTICS_KEPT = Duration.ofSeconds(5);

    private final TextReader reader = new TextReader();
    private final @Nullable Cgroup group;
    private final Every statistics;
    private double idle = Double.NaN;

    CgroupMemory(Procfs procfs, LongSupplier nanos) {
        this.group = Cgroup.find(procfs, "memory", "memory.usage_in_bytes")
                .or(() -> Cgroup.find(procfs, "", "memory.current")).orElse(null);
        this.statistics = new Every(STATISTICS_KEPT, nanos);
    }

    /** Whether the group is a part of the machine. */
    boolean offered() {
        try {
            return group != null && (!group.whole() || Double.isFinite(limit()));
        } catch (IOException _) {
            return false;
        }
    }

    /** Bytes the group has, its part of the page cache included. */
    double usage() throws IOException {
        return group == null
                ? Double.NaN
                : number(group.file(group.unified() ? "memory.current" : "memory.usage_in_bytes"));
    }

    /** Bytes of it that would be given back at once when memory gets short: files nobody has looked at lately. */
    double inactiveFiles() throws IOException {
        if (group != null && statistics.due()) {
            idle = Double.NaN;
            String name = group.unified() ? "inactive_file" : "total_inactive_file";
            idle = reader.read(group.file("memory.stat"), text -> KernelText.value(text, name));
        }
        return idle;
    }

    /** Bytes the group may have, the smallest limit of the group and those above it; NaN without any. */
    double limit() throws IOException {
        double least = Double.NaN;
        if (group != null) {
            for (File level : group.levels()) {
                double limit = limit(new File(level, group.unified() ? "memory.max" : "memory.limit_in_bytes"));
                least = Double.isNaN(least) || limit < least ? limit : least;
            }
        }
        return least;
    }

    /** Processes of the group the kernel has killed for its limit; NaN when nobody counts them. */
    double oomKills() throws IOException {
        return group == null
                ? Double.NaN
                : reader.read(group.file(group.unified() ? "memory.events" : "memory.oom_control"),
                        text -> KernelText.value(text, "oom_kill"));
    }

    /** The topmost group of version 2 has no such file. */
    private double limit(File file) throws IOException {
        double limit = file.exists() ? number(file) : Double.NaN;
        return limit < NO_LIMIT ? limit : Double.NaN;
    }

    private double number(File file) throws IOException {
        return reader.read(file, text -> text.startsWith("max") ? Double.NaN : Long.parseLong(text.strip()));
    }
}
