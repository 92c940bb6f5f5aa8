package io.tidemark.sampling;

import io.tidemark.sampling.ProcessTable.Entry;
import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Look;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which processes are meant. Looks through all processes every ten seconds, sooner after a loss. */
final class WatchedPids implements AutoCloseable {

    private static final long USUAL = Duration.ofSeconds(10).toNanos();
    private static final long SOON = Duration.ofSeconds(2).toNanos();

    private final ProcessSettings settings;
    private final @Nullable PidFile pidFile;
    private final Scans scans;
    private final LongSupplier nanos;
    private volatile List<Identity> found = List.of();
    private boolean complete;
    private long next;
    private long pause = USUAL;

    WatchedPids(ProcessSettings settings, Scans scans, LongSupplier nanos, Patience patience) {
        this.settings = settings;
        this.pidFile = settings.pidFile() == null
                ? null
                : new PidFile(Path.of(settings.pidFile()), scans.table, patience);
        this.scans = scans;
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** Those of every watched process, by name. */
    static Map<String, WatchedPids> all(SamplingSettings.Processes watched, ProcessTable table, LongSupplier nanos,
            Patience patience) {
        Scans scans = new Scans(table, nanos);
        Map<String, WatchedPids> all = new TreeMap<>();
        watched.byName().forEach((name, settings) -> all.put(name, new WatchedPids(settings, scans, nanos, patience)));
        return Collections.unmodifiableMap(all);
    }

    /** Those found by the last look, which is taken now if it is due. */
    List<Identity> found() throws IOException {
        if (nanos.getAsLong() - next >= 0) {
            look();
        }
        return found;
    }

    /** Those found by the last look that anybody has taken; takes none, and may be asked by any thread. */
    List<Identity> known() {
        return found;
    }

    /** One of them is gone: looks again, now and then at growing pauses, because it may be starting again. */
    List<Identity> afterLoss() throws IOException {
        pause = SOON;
        look();
        return found;
    }

    @Override
    public void close() {
        if (pidFile != null) {
            pidFile.close();
        }
    }

    /** Whether none found means that there is none. */
    boolean isSure() {
        return complete || !found.isEmpty();
    }

    private void look() throws IOException {
        next = nanos.getAsLong() + pause;
        pause = Math.min(2 * pause, USUAL);
        complete = false;
        // A pid file without children needs no look at the others.
        Look look = pidFile != null && !settings.withChildren() ? Look.NOT_NEEDED : scans.look();
        List<Identity> named = pidFile == null ? matching(look) : pidFile.find().stream().toList();
        List<Identity> all = settings.withChildren() ? Family.of(look.entries()).with(named) : named;
        complete = look.complete();
        found = all.stream().filter(identity -> !isSelf(identity)).toList();
        if (!isSure()) {
            next = nanos.getAsLong() + SOON;
        }
    }

    private List<Identity> matching(Look look) {
        return look.entries().stream().filter(settings::matches).map(Entry::identity).toList();
    }

    /** Our own command line may contain the very pattern. */
    private static boolean isSelf(Identity identity) {
        return identity.pid() == ProcessHandle.current().pid();
    }

    /** One look through all processes serves every pattern, and is never taken twice within two seconds. */
    static final class Scans {

        private static final Look NONE = new Look(List.of(), false);

        private final ProcessTable table;
        private final Every due;
        private Look last = NONE;

        Scans(ProcessTable table, LongSupplier nanos) {
            this.table = table;
            this.due = new Every(Duration.ofNanos(SOON), nanos);
        }

        synchronized Look look() throws IOException {
            if (due.due()) {
                last = NONE;
                last = table.look();
            }
            return last;
        }
    }
}
