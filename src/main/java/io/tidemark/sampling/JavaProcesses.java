package io.tidemark.sampling;

import io.tidemark.sampling.PerfCounters.Figure;
import io.tidemark.sampling.PerfCounters.Figures;
import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Jvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which processes are JVMs that show their counters, and what these are. Only its user and root may read a JVM's; it is
 * found through the process' own view of the file system, as in a container.
 */
final class JavaProcesses implements AutoCloseable {

    /** A process that shows none is looked at again after this time; it may be starting. */
    private static final Duration LOOKED = Duration.ofSeconds(10);

    /** Where JVMs of this machine put their counters, whatever their settings. */
    static final File SHARED = new File("/tmp");
    static final String DIRECTORY = "hsperfdata_";
    private static final int USERS = 1000;

    private final Procfs procfs;
    private final File shared;
    private final LongSupplier nanos;
    private final TextReader reader = new TextReader();
    private final Map<Identity, Known> known = new ConcurrentHashMap<>();
    // Whatever another process sees as its file system may block for ever.
    private final GuardedSweep<Identity> sweep;

    /** @param shared where JVMs that see our file system put their counters */
    JavaProcesses(Procfs procfs, File shared, LongSupplier nanos, Patience patience) {
        this.procfs = procfs;
        this.shared = shared;
        this.nanos = nanos;
        this.sweep = new GuardedSweep<>("tidemark-jvms", this::refresh, patience.one());
    }

    /** Null when it is no JVM or shows nothing; figures it does not tell, or not in time, are NaN. */
    @Nullable
    Jvm read(Identity identity) {
        Known process = known.computeIfAbsent(identity, _ -> new Known(new Every(LOOKED, nanos)));
        if (process.counters == null && !process.search.due()) {
            return null;
        }
        process.last = process.counters == null ? null : Jvm.UNKNOWN;
        sweep.sweep(List.of(identity));
        return process.last;
    }

    /** Forgets all others. */
    void retain(Set<Identity> identities) {
        known.keySet().retainAll(identities);
    }

    @Override
    public void close() {
        sweep.close();
    }

    private void refresh(Identity identity) {
        Known process = known.get(identity);
        if (process == null) {
            return;
        }
        if (process.counters == null) {
            process.counters = find(identity.pid()).map(PerfCounters::new).orElse(null);
        }
        if (process.counters != null) {
            process.last = figures(process.counters);
        }
    }

    private static Jvm figures(PerfCounters counters) {
        try {
            Figures figures = counters.read();
            return new Jvm(figures.of(Figure.HEAP_USED), figures.of(Figure.HEAP_COMMITTED),
                    figures.of(Figure.GC_COUNT), figures.seconds(Figure.GC_TICKS), figures.of(Figure.SAFEPOINTS),
                    figures.seconds(Figure.SAFEPOINT_TICKS), figures.of(Figure.THREADS),
                    figures.of(Figure.CLASSES_LOADED) - figures.of(Figure.CLASSES_UNLOADED));
        } catch (IOException _) {
            return Jvm.UNKNOWN;
        }
    }

    private Optional<File> find(long pid) {
        return Stream.concat(
                counters(procfs.process(pid, "root/tmp"), inner(pid)), counters(shared, Long.toString(pid)))
                .findFirst();
    }

    /** A directory of each user; nothing but a file of its own is opened. */
    private static Stream<File> counters(File directory, String pid) {
        String[] users = directory.list((_, name) -> name.startsWith(DIRECTORY));
        return users == null
                ? Stream.empty()
                : Stream.of(users).limit(USERS).map(user -> new File(directory, user + "/" + pid))
                        .filter(file -> Files.isRegularFile(file.toPath(), LinkOption.NOFOLLOW_LINKS));
    }

    /** What it is called in its own namespace, the last of its pids. */
    private String inner(long pid) {
        try {
            return reader.read(procfs.process(pid, "status"), status -> status.lines()
                    .filter(line -> line.startsWith("NSpid:")).map(line -> line.substring(line.lastIndexOf('\t') + 1))
                    .findFirst().orElseGet(() -> Long.toString(pid)));
        } catch (IOException _) {
            return Long.toString(pid);
        }
    }

    private static final class Known {

        private final Every search;
        private volatile @Nullable PerfCounters counters;
        private volatile @Nullable Jvm last;

        Known(Every search) {
            this.search = search;
        }
    }
}
