package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import java.io.IOException;
import java.util.List;
import java.util.StringTokenizer;
import org.springframework.stereotype.Component;

/** How much of the system's shared supply is taken: open files, processes, threads. */
@Component
final class ProcessesSampler implements Sampler {

    private static final Metric OPEN_FILES = Metric.gauge("system.open_files", Unit.ONE, Better.LOWER,
            "File descriptors open on the host");
    private static final Metric PROCESSES = Metric.gauge("system.processes", Unit.ONE, Better.NEITHER,
            "Processes on the host");
    private static final Metric THREADS = Metric.gauge("system.threads", Unit.ONE, Better.NEITHER,
            "Threads on the host");

    private static final Series OPEN_FILES_SERIES = Series.of(OPEN_FILES);
    private static final Series PROCESSES_SERIES = Series.of(PROCESSES);
    private static final Series THREADS_SERIES = Series.of(THREADS);

    private final Reader reader;

    ProcessesSampler(Procfs procfs, Oshi oshi) {
        this.reader = procfs.present() ? new Kernel(procfs) : new Others(oshi);
    }

    @Override
    public String name() {
        return "system.processes";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(OPEN_FILES, PROCESSES, THREADS);
    }

    /** None of these can be zero while we run. */
    @Override
    public void read(Readings readings) {
        readings.part(() -> readings.addPositive(OPEN_FILES_SERIES, reader.openFiles()));
        readings.part(() -> readings.addPositive(PROCESSES_SERIES, reader.processes()));
        readings.part(() -> readings.addPositive(THREADS_SERIES, reader.threads()));
    }

    /** Three counts, 0 for what cannot be told. */
    interface Reader {
        long openFiles() throws IOException;

        long processes();

        long threads() throws IOException;
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
    }
}
