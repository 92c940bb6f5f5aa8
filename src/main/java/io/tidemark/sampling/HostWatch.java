package io.tidemark.sampling;

import io.tidemark.metric.HostConditions;
import io.tidemark.sampling.CpuReader.CpuTimes;
import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Compares what the kernel and this JVM counted before and after; a handful of small reads each. */
final class HostWatch implements HostConditions {

    private final CpuReader processors;
    private final Procfs procfs;
    private final CgroupCpu cgroup;
    private final Garbage garbage;
    private final ProcessUsage processes;
    private final LongSupplier nanos;
    private final TextReader reader = new TextReader();
    private final boolean pressure;

    HostWatch(CpuReader processors, Procfs procfs, CgroupCpu cgroup, Garbage garbage, ProcessUsage processes,
            LongSupplier nanos) {
        this.processors = processors;
        this.procfs = procfs;
        this.cgroup = cgroup;
        this.garbage = garbage;
        this.processes = processes;
        this.nanos = nanos;
        this.pressure = Pressure.offered(procfs, "cpu");
    }

    @Override
    public Watch watch(@Nullable String process) {
        ProcessUsage.Mark mark = processes.mark(process);
        Counts before = counts();
        return () -> {
            Counts after = counts();
            return new Seen(between(before, after), processes.since(mark, (after.nanos - before.nanos) / 1e9));
        };
    }

    @Override
    public Set<String> processes() {
        return processes.names();
    }

    private Conditions between(Counts before, Counts after) {
        CpuTime cpu = before.cpu == null || after.cpu == null ? null : after.cpu.since(before.cpu);
        double seconds = (after.nanos - before.nanos) / 1e9;
        return new Conditions(cpu != null ? share(cpu.utilization()) : null,
                cpu != null && processors.offers(CpuMode.STEAL) ? share(cpu.share(CpuMode.STEAL)) : null,
                share((after.pressure - before.pressure) / seconds), positive(after.throttled - before.throttled),
                Math.max(0, after.gc - before.gc), null);
    }

    private Counts counts() {
        return new Counts(cpu(), value(() -> pressure ? Pressure.read(reader, procfs, "cpu").some() : Double.NaN),
                value(cgroup::throttledSeconds), garbage.pauseSeconds(), nanos.getAsLong());
    }

    private @Nullable CpuTime cpu() {
        try {
            CpuTimes times = processors.read();
            return times.all();
        } catch (IOException | RuntimeException | LinkageError _) {
            return null;
        }
    }

    private static double value(Figure figure) {
        try {
            return figure.read();
        } catch (IOException _) {
            return Double.NaN;
        }
    }

    private static @Nullable Double share(double value) {
        return Double.isFinite(value) ? Math.clamp(value, 0, 1) : null;
    }

    private static @Nullable Double positive(double value) {
        return Double.isFinite(value) ? Math.max(0, value) : null;
    }

    private interface Figure {
        double read() throws IOException;
    }

    /** Totals at one instant; NaN or null where this system has none. */
    private record Counts(@Nullable CpuTime cpu, double pressure, double throttled, double gc, long nanos) {}
}
