package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import io.tidemark.sampling.CpuReader.CpuTimes;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Processors: time by mode, utilization together and per core, load. */
@Component
final class CpuSampler implements Sampler {

    private static final int CORES = 64;

    private static final Metric TIME = Metric.counter("system.cpu.time", Unit.SECONDS, Better.NEITHER,
            "Time of all processors by what it went to");
    private static final Metric UTILIZATION = Metric.gauge("system.cpu.utilization", Unit.ONE, Better.LOWER,
            "Share of all processors in use or stolen since the last reading");
    private static final Metric CORE = Metric.gauge("system.cpu.core.utilization", Unit.ONE, Better.LOWER,
            "Share of one processor in use or stolen since the last reading");
    private static final List<Metric> LOAD = List.of(load("1m", "one minute"), load("5m", "five minutes"),
            load("15m", "fifteen minutes"));

    private static final Series UTILIZATION_SERIES = Series.of(UTILIZATION);
    private static final List<Series> LOAD_SERIES = LOAD.stream().map(Series::of).toList();

    private final CpuReader reader;
    private final Oshi oshi;
    private final Map<CpuMode, Series> modes = new EnumMap<>(CpuMode.class);
    private final SeriesTable cores = new SeriesTable("cpu", CORES, List.of(CORE));
    private @Nullable CpuTimes before;
    private @Nullable CpuTime counted;

    CpuSampler(CpuReader reader, Oshi oshi) {
        this.reader = reader;
        this.oshi = oshi;
        for (CpuMode mode : CpuMode.values()) {
            if (reader.offers(mode)) {
                modes.put(mode, Series.of(TIME, "mode", mode.label()));
            }
        }
    }

    @Override
    public String name() {
        return "system.cpu";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(TIME, UTILIZATION, CORE, LOAD.get(0), LOAD.get(1), LOAD.get(2));
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void read(Readings readings) {
        readings.part(() -> processors(readings));
        readings.part(() -> load(readings));
    }

    private void processors(Readings readings) throws IOException {
        CpuTimes now = reader.read();
        // Summed from increases, because a counter must not go back where the kernel's does.
        counted = before == null || counted == null ? now.all() : counted.plus(now.all().since(before.all()));
        if (before != null) {
            utilization(readings, before, now);
        }
        for (var mode : modes.entrySet()) {
            readings.add(mode.getValue(), counted.seconds(mode.getKey()));
        }
        before = now;
    }

    private void utilization(Readings readings, CpuTimes before, CpuTimes now) {
        readings.add(UTILIZATION_SERIES, now.all().since(before.all()).utilization());
        for (var core : now.cores().entrySet()) {
            CpuTime earlier = before.cores().get(core.getKey());
            if (earlier != null) {
                cores.add(readings, core.getKey(), core.getValue().since(earlier).utilization());
            }
        }
        cores.endRound();
    }

    private void load(Readings readings) {
        double[] load = oshi.hardware().getProcessor().getSystemLoadAverage(LOAD_SERIES.size());
        for (int i = 0; i < load.length; i++) {
            // Negative where the system has no such thing.
            readings.add(LOAD_SERIES.get(i), load[i] < 0 ? Double.NaN : load[i]);
        }
    }

    private static Metric load(String window, String words) {
        return Metric.gauge("system.load." + window, Unit.ONE, Better.LOWER,
                "Tasks running or waiting to run, averaged over " + words);
    }
}
