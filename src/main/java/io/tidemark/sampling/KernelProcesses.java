package io.tidemark.sampling;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Processes from /proc, where OSHI reads ten files of each. */
final class KernelProcesses implements ProcessTable {

    private final Procfs procfs;
    private final LongSupplier pageSize;
    /** One a thread, so that a process that does not answer holds up only those who ask for it. */
    private final ThreadLocal<TextReader> readers = ThreadLocal.withInitial(TextReader::new);
    private final Map<Long, Entry> entries = new ConcurrentHashMap<>();
    private final Set<Long> gone = ConcurrentHashMap.newKeySet();
    // A command line is read under a lock of its process, so this may hang.
    private final GuardedSweep<Long> sweep;
    private final ProcessDetails details;
    private volatile double bootTime = Double.NaN;

    KernelProcesses(Procfs procfs, LongSupplier pageSize, LongSupplier nanos, Patience patience) {
        this.procfs = procfs;
        this.pageSize = pageSize;
        this.sweep = new GuardedSweep<>("tidemark-processes", this::scan, patience.all());
        this.details = new ProcessDetails(procfs, readers::get, nanos, patience);
    }

    @Override
    public Look look() throws IOException {
        List<Long> pids = pids();
        entries.keySet().retainAll(pids);
        gone.clear();
        sweep.sweep(pids);
        boolean complete = pids.stream().allMatch(pid -> entries.containsKey(pid) || gone.contains(pid));
        return new Look(List.copyOf(entries.values()), complete);
    }

    @Override
    public Optional<Reading> read(long pid) throws IOException {
        Optional<ProcessStat> stat = stat(pid).filter(s -> !s.ended());
        return stat.map(s -> reading(new Identity(pid, s.started()), s));
    }

    @Override
    public Optional<Usage> usage(long pid) throws IOException {
        return stat(pid).filter(stat -> !stat.ended()).map(
                stat -> new Usage(new Identity(pid, stat.started()), cpuSeconds(stat), resident(stat)));
    }

    @Override
    public List<Running> running() throws IOException {
        List<Running> running = new ArrayList<>();
        for (Long pid : pids()) {
            try {
                stat(pid).filter(stat -> !stat.ended()).ifPresent(stat -> running.add(running(pid, stat)));
            } catch (IOException _) {
                // The others are told all the same.
            }
        }
        return running;
    }

    private Running running(long pid, ProcessStat stat) {
        return new Running(new Identity(pid, stat.started()), stat.executable(), startTime(stat), cpuSeconds(stat),
                resident(stat), stat.threads());
    }

    @Override
    public void close() {
        sweep.close();
        details.close();
    }

    private Reading reading(Identity identity, ProcessStat stat) {
        return new Reading(identity, startTime(stat), cpuSeconds(stat), stat.threads(),
                new Memory(resident(stat), stat.virtual(), details.unshared(identity.pid())),
                details.files(identity), details.activity(identity, stat), details.jvm(identity));
    }

    private double startTime(ProcessStat stat) {
        if (Double.isNaN(bootTime)) {
            bootTime = bootTime();
        }
        return bootTime + stat.started() / (double) Procfs.TICKS_PER_SECOND;
    }

    private double bootTime() {
        try {
            return readers.get().read(procfs.file("stat"), text -> KernelText.value(text, "btime"));
        } catch (IOException _) {
            return Double.NaN;
        }
    }

    private static double cpuSeconds(ProcessStat stat) {
        return stat.cpuTicks() / (double) Procfs.TICKS_PER_SECOND;
    }

    private double resident(ProcessStat stat) {
        return (double) stat.residentPages() * pageSize.getAsLong();
    }

    private List<Long> pids() throws IOException {
        List<Long> pids = new ArrayList<>();
        try (var directories = Files.newDirectoryStream(procfs.proc(), p -> isNumber(p.getFileName().toString()))) {
            directories.forEach(directory -> pids.add(Long.valueOf(directory.getFileName().toString())));
        }
        return pids;
    }

    private static boolean isNumber(String name) {
        return name.charAt(0) >= '1' && name.charAt(0) <= '9';
    }

    private void scan(Long pid) {
        try {
            Optional<ProcessStat> alive = stat(pid).filter(stat -> !stat.ended());
            if (alive.isPresent()) {
                entries.put(pid, entry(pid, alive.get()));
            } else {
                entries.remove(pid);
                gone.add(pid);
            }
        } catch (IOException _) {
            entries.remove(pid);
        }
    }

    private Entry entry(long pid, ProcessStat stat) throws IOException {
        return new Entry(new Identity(pid, stat.started()), stat.parent(), stat.executable(), commandLine(pid));
    }

    private String commandLine(long pid) throws IOException {
        File file = procfs.process(pid, "cmdline");
        try (var in = Files.newInputStream(file.toPath())) {
            return new String(in.readNBytes(1 << 17), StandardCharsets.UTF_8).replace('\0', ' ').strip();
        } catch (IOException e) {
            if (file.exists()) {
                throw e;
            }
            return "";
        }
    }

    /** Empty when there is no such process (any more). */
    private Optional<ProcessStat> stat(long pid) throws IOException {
        File file = procfs.process(pid, "stat");
        String text;
        try {
            text = readers.get().read(file);
        } catch (IOException e) {
            // With no file descriptor left nothing can be opened, and everything still exists.
            if (file.exists()) {
                throw e;
            }
            return Optional.empty();
        }
        try {
            return Optional.of(ProcessStat.parse(text));
        } catch (RuntimeException e) {
            throw new IOException(file + " is not understood", e);
        }
    }
}
