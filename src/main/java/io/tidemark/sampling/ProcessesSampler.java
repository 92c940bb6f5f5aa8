package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import java.io.IOException;
import java.util.List;
import java.util.StringTokenizer;
import org.springframework.stereotype.Component;

/** What runs on the host and what it takes of the shared supply: open files, processes, threads, switches. */
@Component
final class ProcessesSampler implements Sampler {

    private static final Metric OPEN_FILES = Metric.gauge("system.open_files", Unit.ONE, Better.LOWER,
            "File descriptors open on the host");
    private static final Metric PROCESSES = Metric.gauge("system.processes", Unit.ONE, Better.NEITHER,
            "Processes on the host");
    private static final Metric THREADS = Metric.gauge("system.threads", Unit.ONE, Better.NEITHER,
            "Threads on the host");
    private static final Metric RUNNING = Metric.gauge("system.processes.running", Unit.ONE, Better.LOWER,
            "Threads that run or wait for a processor");
    private static final Metric BLOCKED = Metric.gauge("system.processes.blocked", Unit.ONE, Better.LOWER,
            "Threads that wait for a disk or another device");
    private static final Metric CREATED = Metric.counter("system.processes.created", Unit.ONE, Better.NEITHER,
            "Processes and threads created (forks)");
    private static final Metric SWITCHES = Metric.counter("system.context_switches", Unit.ONE, Better.NEITHER,
            "Times a processor went from one thread to another");

    private static final Series OPEN_FILES_SERIES = Series.of(OPEN_FILES);
    private static final Series PROCESSES_SERIES = Series.of(PROCESSES);
    private static final Series THREADS_SERIES = Series.of(THREADS);
    private static final List<Metric> SCHEDULER = List.of(RUNNING, BLOCKED, CREATED, SWITCHES);
    private static final List<Series> SCHEDULER_SERIES = SCHEDULER.stream().map(Series::of).toList();

    private final Reader reader;
    private final Kept processes = new Kept(this::processes, System::nanoTime);
    private final TopLooks top;

    ProcessesSampler(Procfs procfs, Oshi oshi, TopLooks top) {
        this.top = top;
        this.reader = procfs.present() ? new Kernel(procfs) : new Others(oshi);
    }

    @Override
    public String name() {
        return "system.processes";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(OPEN_FILES, PROCESSES, THREADS, RUNNING, BLOCKED, CREATED, SWITCHES);
    }

    /** None of the first three can be zero while we run. */
    @Override
    public void read(Readings readings) {
        readings.part(() -> readings.addPositive(OPEN_FILES_SERIES, reader.openFiles()));
        readings.part(() -> processes.read(readings));
        readings.part(() -> readings.addPositive(THREADS_SERIES, reader.threads()));
        readings.part(() -> {
            double[] values = reader.scheduler();
            for (int i = 0; i < values.length; i++) {
                readings.add(SCHEDULER_SERIES.get(i), values[i]);
            }
        });
        readings.part(top::look);
    }

    /** All have to be listed. */
    private void processes(Readings readings) {
        readings.addPositive(PROCESSES_SERIES, reader.processes());
    }

    /** Counts, 0 for what cannot be told. */
    interface Reader {
        long openFiles() throws IOException;

        long processes();

        long threads() throws IOException;

        /** Running, blocked, created and switches; NaN for what cannot be told. */
        double[] scheduler() throws IOException;
    }

    /** A tenth of what OSHI takes for the same three. */
    static final class Kernel implements Reader {

        private final TextReader text = new TextReader();
        private final Procfs procfs;

        Kernel(Procfs procfs) {
            this.procfs = procfs;
        }

        /** The first word is what is allocated; see proc_sys_fs(5). */
        @Override
        public long openFiles() throws IOException {
            return text.read(procfs.file("sys/fs/file-nr"),
                    counts -> Long.parseLong(new StringTokenizer(counts).nextToken()));
        }

        @Override
        public long processes() {
            String[] names = procfs.proc().toFile().list((_, name) -> Character.isDigit(name.charAt(0)));
            return names == null ? 0 : names.length;
        }

        /** The fourth word is `running/all`; see proc_loadavg(5). */
        @Override
        public long threads() throws IOException {
            return text.read(procfs.file("loadavg"), load -> {
                int slash = load.indexOf('/');
                return Long.parseLong(load.substring(slash + 1, load.indexOf(' ', slash)));
            });
        }

        /** See proc_stat(5). */
        @Override
        public double[] scheduler() throws IOException {
            return text.read(procfs.file("stat"), Kernel::scheduler);
        }

        private static double[] scheduler(String stat) {
            return new double[]{KernelText.value(stat, "procs_running"), KernelText.value(stat, "procs_blocked"),
                    KernelText.value(stat, "processes"), KernelText.value(stat, "ctxt")};
        }
    }

    private record Others(Oshi oshi) implements Reader {

        @Override
        public long openFiles() {
            return oshi.system().getFileSystem().getOpenFileDescriptors();
        }

        @Override
        public long processes() {
            return oshi.system().getProcessCount();
        }

        @Override
        public long threads() {
            return oshi.system().getThreadCount();
        }

        @Override
        public double[] scheduler() {
            return new double[]{Double.NaN, Double.NaN, Double.NaN,
                    oshi.hardware().getProcessor().getContextSwitches()};
        }
    }
}
