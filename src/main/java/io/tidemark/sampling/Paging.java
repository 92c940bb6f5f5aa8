package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import java.io.IOException;
import java.util.List;

/** What running short of memory looks like: page faults, swapping, processes killed; Linux only. */
final class Paging {

    private static final Metric FAULTS = Metric.counter("system.paging.faults", Unit.ONE, Better.LOWER,
            "Page faults; major ones waited for a disk");
    private static final Metric OPERATIONS = Metric.counter("system.paging.operations", Unit.ONE, Better.LOWER,
            "Pages read back from and written to swap");
    private static final Metric OOM_KILLS = Metric.counter("system.oom_kills", Unit.ONE, Better.LOWER,
            "Processes the kernel killed because memory ran out, those of control groups included");

    static final List<Metric> METRICS = List.of(FAULTS, OPERATIONS, OOM_KILLS);

    private static final Series MAJOR_SERIES = Series.of(FAULTS, "type", "major");
    private static final Series MINOR_SERIES = Series.of(FAULTS, "type", "minor");
    private static final Series IN_SERIES = Series.of(OPERATIONS, "direction", "in");
    private static final Series OUT_SERIES = Series.of(OPERATIONS, "direction", "out");
    private static final Series OOM_KILLS_SERIES = Series.of(OOM_KILLS);

    private final TextReader reader = new TextReader();
    private final Procfs procfs;
    private final boolean offered;

    Paging(Procfs procfs) {
        this.procfs = procfs;
        this.offered = procfs.file("vmstat").canRead();
    }

    boolean offered() {
        return offered;
    }

    void read(Readings readings) throws IOException {
        Counts paging = reader.read(procfs.file("vmstat"), Counts::parse);
        readings.add(MAJOR_SERIES, paging.major);
        readings.add(MINOR_SERIES, paging.all - paging.major);
        readings.add(IN_SERIES, paging.in);
        readings.add(OUT_SERIES, paging.out);
        readings.add(OOM_KILLS_SERIES, paging.oomKills);
    }

    /** Totals since boot; NaN for what this kernel does not count. */
    private record Counts(double all, double major, double in, double out, double oomKills) {

        static Counts parse(String text) {
            return new Counts(KernelText.value(text, "pgfault"), KernelText.value(text, "pgmajfault"),
                    KernelText.value(text, "pswpin"), KernelText.value(text, "pswpout"),
                    KernelText.value(text, "oom_kill"));
        }
    }
}
