package io.tidemark.history;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.HdrHistogram.Histogram;

/** A data directory with a day of readings, one a second, and of runs, written as the service writes them. */
public final class SeededDay {

    public static final String INSTANCE = "seeded";
    public static final String PROBE = "builtin-db-point-read";

    private static final Duration DAY = Duration.ofHours(24);
    private static final int RUN_EVERY_SECONDS = 10;
    private static final int FLUSH_EVERY_SECONDS = 600;

    private final List<Signal> signals = new ArrayList<>();
    private final Random random = new Random(7);
    private long samples;

    private SeededDay() {
        for (String mode : List.of("user", "system", "nice", "iowait", "interrupt", "steal", "idle")) {
            counter("system.cpu.time", Map.of("mode", mode), 0.3);
        }
        for (String length : List.of("1m", "5m", "15m")) {
            gauge("system.load." + length, Map.of(), 0.8);
        }
        gauge("system.cpu.utilization", Map.of(), 0.3);
        gauge("system.memory.utilization", Map.of(), 0.6);
        gauge("system.swap.used", Map.of(), 1e8);
        for (String resource : List.of("cpu", "memory", "io")) {
            counter("system.pressure", Map.of("resource", resource, "kind", "some"), 0.02);
            counter("system.pressure", Map.of("resource", resource, "kind", "full"), 0.01);
        }
        for (String metric : List.of("busy", "read", "written")) {
            counter("system.disk." + metric, Map.of("device", "sda"), metric.equals("busy") ? 0.1 : 2e6);
        }
        gauge("system.filesystem.available", Map.of("mountpoint", "/"), 4e10);
        for (String metric : List.of("received", "sent", "errors")) {
            counter("system.network." + metric, Map.of("device", "eth0"), metric.equals("errors") ? 0.1 : 1e6);
        }
        gauge("system.open_files", Map.of(), 4000);
        gauge("system.processes", Map.of(), 200);
        gauge("system.threads", Map.of(), 900);
        Map<String, String> self = Map.of("process", "self");
        gauge("process.cpu.utilization", self, 0.02);
        gauge("process.resident", self, 2.9e8);
        gauge("process.threads", self, 40);
        gauge("process.open_files", self, 60);
        gauge("jvm.heap.used", Map.of(), 6e7);
        gauge("jvm.threads", Map.of(), 35);
        counter("jvm.gc.pause", Map.of(), 0.001);
        counter("jvm.allocated", Map.of(), 4e6);
    }

    /** Writes the day that ends now; answers how many samples it has. */
    public static long write(Path data) {
        SeededDay day = new SeededDay();
        Instant start = Instant.now().minus(DAY);
        TurnedClock clock = new TurnedClock(start);
        try (TestStore store = TestStore.h2(data)) {
            StoredHistory history = StoredHistory.open(data, store.store(), INSTANCE, HistorySettings.DEFAULT, clock,
                    _ -> Optional.empty());
            history.start();
            Ids ids = new Ids(clock, 0, 0);
            for (long second = 0; second < DAY.toSeconds(); second++) {
                day.observe(history, clock.instant(), second);
                if (second % RUN_EVERY_SECONDS == 0) {
                    history.append(Observation.of(day.run(ids.next(), clock.instant(), second)));
                }
                if (second % FLUSH_EVERY_SECONDS == 0) {
                    history.flush();
                }
                clock.turn(Duration.ofSeconds(1));
            }
            history.stop(Duration.ofMinutes(2));
            if (history.storeStatus().droppedRecords() > 0 || history.storeStatus().pendingRecords() > 0) {
                throw new IllegalStateException("not everything was written: " + history.storeStatus());
            }
            history.close();
        }
        return day.samples;
    }

    private void observe(History history, Instant at, long second) {
        List<Sample> now = signals.stream().map(signal -> new Sample(signal.series, at, signal.next(second, random)))
                .toList();
        samples += now.size();
        history.append(Observation.of(INSTANCE, "system", at, Duration.ofMillis(2), now));
    }

    private Run run(long id, Instant at, long second) {
        Histogram latency = Distribution.empty();
        double slow = 1 + 0.5 * Math.sin(second / 7000.0);
        for (int i = 0; i < 200; i++) {
            latency.recordValue((long) (60_000 * slow * Math.exp(random.nextGaussian() * 0.4)));
        }
        return new Run(id, INSTANCE, PROBE, "point-read", "builtin-db", at, Duration.ofMillis(300),
                Duration.ofMillis(200), new Outcome.Succeeded(), Map.of("read", Distribution.of(latency)),
                Map.of(), Map.of(), Map.of("execute", Distribution.of(latency)), Map.of(), List.of(),
                Run.Cost.NONE, new Conditions(0.3, null, 0.02, null, 0.0, null), Run.Course.PLAIN, 0);
    }

    private void gauge(String metric, Map<String, String> labels, double about) {
        signals.add(new Signal(new Series(metric, Labels.of(labels)), about, false));
    }

    private void counter(String metric, Map<String, String> labels, double perSecond) {
        signals.add(new Signal(new Series(metric, Labels.of(labels)), perSecond, true));
    }

    private static final class Signal {

        private final Series series;
        private final double about;
        private final boolean counts;
        private double total;

        Signal(Series series, double about, boolean counts) {
            this.series = series;
            this.about = about;
            this.counts = counts;
        }

        double next(long second, Random random) {
            double daily = 1 + 0.3 * Math.sin(second / 86_400.0 * 2 * Math.PI + series.hashCode());
            double value = about * daily * (1 + 0.05 * random.nextGaussian());
            total += Math.max(0, value);
            return counts ? total : value;
        }
    }
}
