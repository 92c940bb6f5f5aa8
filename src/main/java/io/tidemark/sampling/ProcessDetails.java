package io.tidemark.sampling;

import io.tidemark.sampling.ProcessTable.Activity;
import io.tidemark.sampling.ProcessTable.Descriptors;
import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Jvm;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What of one process stands in files of its own; NaN for what may not be read. Never asks smaps, which stalls the
 * process read. See proc(5).
 */
final class ProcessDetails implements AutoCloseable {

    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final double KIB = 1024;

    private final Procfs procfs;
    private final LongSupplier nanos;
    private final long self = ProcessHandle.current().pid();
    private final Supplier<TextReader> reader;
    private final Map<Identity, Double> maxFiles = new ConcurrentHashMap<>();
    private final Set<Identity> refused = ConcurrentHashMap.newKeySet();
    private final Map<Identity, ContextSwitches> switches = new ConcurrentHashMap<>();
    private final Set<Identity> seen = ConcurrentHashMap.newKeySet();
    private final JavaProcesses jvms;
    private final Every renewed;

    /** @param reader the one of the thread that asks: a process that does not answer holds up nobody else */
    ProcessDetails(Procfs procfs, Supplier<TextReader> reader, LongSupplier nanos, Patience patience) {
        this.procfs = procfs;
        this.reader = reader;
        this.nanos = nanos;
        this.jvms = new JavaProcesses(procfs, JavaProcesses.SHARED, nanos, patience);
        this.renewed = new Every(KEPT, nanos);
    }

    /** Resident bytes that are of no file and of no shared memory; since Linux 4.5. */
    double unshared(long pid) {
        try {
            return reader.get().read(procfs.process(pid, "status"), text -> KernelText.value(text, "RssAnon")) * KIB;
        } catch (IOException _) {
            return Double.NaN;
        }
    }

    Descriptors files(Identity identity) {
        renew();
        return new Descriptors(openFiles(identity.pid()), maxFiles.computeIfAbsent(identity, id -> maxFiles(id.pid())));
    }

    Activity activity(Identity identity, ProcessStat stat) {
        seen.add(identity);
        double switched = switches.computeIfAbsent(identity, _ -> new ContextSwitches(nanos))
                .read(reader.get(), procfs.process(identity.pid(), "task"));
        if (!refused.contains(identity)) {
            try {
                return reader.get().read(procfs.process(identity.pid(), "io"),
                        text -> new Activity(stat.minorFaults(), stat.majorFaults(), KernelText.value(text,
                                "read_bytes"), KernelText.value(text, "write_bytes"), switched));
            } catch (IOException _) {
                // Only the owner may read it: not worth an attempt every second.
                refused.add(identity);
            }
        }
        return new Activity(stat.minorFaults(), stat.majorFaults(), Double.NaN, Double.NaN, switched);
    }

    /** Null when it is no JVM that can be read; our own is asked directly. */
    @Nullable
    Jvm jvm(Identity identity) {
        return identity.pid() == self ? null : jvms.read(identity);
    }

    @Override
    public void close() {
        jvms.close();
    }

    private void renew() {
        if (renewed.due()) {
            maxFiles.clear();
            refused.clear();
            switches.keySet().retainAll(seen);
            jvms.retain(seen);
            seen.clear();
        }
    }

    /** The directory's size is the count since Linux 6.2; before, it is 0 and must be listed. */
    private double openFiles(long pid) {
        File files = procfs.process(pid, "fd");
        long size = files.length();
        if (size > 0) {
            return size;
        }
        String[] names = files.list();
        // Listing our own opens one more.
        return names == null ? Double.NaN : names.length - (pid == self ? 1 : 0);
    }

    private double maxFiles(long pid) {
        try {
            return maxFiles(reader.get().read(procfs.process(pid, "limits")));
        } catch (IOException _) {
            return Double.NaN;
        }
    }

    /** The soft limit; NaN when there is none. */
    static double maxFiles(String limits) {
        return limits.lines().filter(line -> line.startsWith("Max open files"))
                .map(line -> line.substring("Max open files".length()).strip().split(" ", 2)[0])
                .filter(soft -> !soft.isEmpty() && soft.chars().allMatch(Character::isDigit))
                .mapToDouble(Double::parseDouble).findFirst()
                .orElse(Double.NaN);
    }
}
