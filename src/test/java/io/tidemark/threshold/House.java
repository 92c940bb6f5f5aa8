package io.tidemark.threshold;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.metric.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A small machine with two probes, whose clock is turned and whose observations are made up. */
final class House {

    static final Duration SAMPLED = Duration.ofSeconds(1);
    static final Duration PROBED = Duration.ofSeconds(10);

    private static final List<Metric> PROCESS = List.of(gauge("process.resident", Unit.BYTES),
            gauge("process.open_files", Unit.ONE), gauge("process.max_files", Unit.ONE));

    final SettableClock clock = new SettableClock();
    final FakeReadings readings = new FakeReadings();
    final Sources sources;
    final LiveThresholds thresholds;

    House(RuleText... rules) {
        this(List.of(), List.of(rules));
    }

    private House(List<RuleText> shipped, List<RuleText> configured) {
        sources = sources(shipped);
        thresholds = new LiveThresholds(Rules.all(sources, new ConfiguredRules(configured), List.of()).rules(), sources,
                readings, clock,
                clock);
    }

    static House with(String... rules) {
        return new House(Stream.of(rules).map(House::rule).toArray(RuleText[]::new));
    }

    /** A configured rule, inside the probe orders-read if it starts with one of its measures. */
    static RuleText rule(String text) {
        return new RuleText(text, null, Origin.CONFIGURED, "tidemark.thresholds[0]");
    }

    static RuleText probeRule(String text) {
        return new RuleText(text, "orders-read", Origin.CONFIGURED, "tidemark.probes.orders-read.thresholds[0]");
    }

    static RuleText shipped(String text) {
        return new RuleText(text, null, Origin.SHIPPED, "shipped with test");
    }

    static Sources sources(List<RuleText> shipped) {
        List<Source> sources = new ArrayList<>();
        sources.add(new Named("system.memory", Source.Kind.SAMPLER, SAMPLED,
                List.of(gauge("system.memory.total", Unit.BYTES), gauge("system.memory.available", Unit.BYTES),
                        gauge("system.swap.used", Unit.BYTES), gauge("system.load.1m", Unit.ONE)),
                shipped));
        sources.add(new Named("system.cpu", Source.Kind.SAMPLER, SAMPLED,
                List.of(gauge("system.cpu.utilization", Unit.ONE), counter("system.cpu.time", Unit.SECONDS),
                        counter("system.disk.read", Unit.BYTES), counter("system.network.errors", Unit.ONE)),
                List.of()));
        sources.add(new Named("jvm", Source.Kind.SAMPLER, SAMPLED,
                List.of(counter("jvm.gc.reclaimed", Unit.BYTES), counter("jvm.allocated", Unit.BYTES)), List.of()));
        List.of("self", "shop").forEach(process -> sources
                .add(new Named("process." + process, Source.Kind.SAMPLER, SAMPLED, PROCESS, List.of())));
        List.of("orders-read", "orders-direct").forEach(probe -> sources.add(new Named(probe, Source.Kind.PROBE, PROBED,
                List.of(gauge("probe.tokens", Unit.PER_SECOND)), List.of())));
        return new Sources(sources);
    }

    static Metric gauge(String name, Unit unit) {
        return Metric.gauge(name, unit, Better.NEITHER, "made up");
    }

    static Metric counter(String name, Unit unit) {
        return Metric.counter(name, unit, Better.NEITHER, "made up");
    }

    /** The one judgement after a sampler saw one value without labels. */
    Judgement see(String source, String metric, double value) {
        return only(observe(source, Map.of(new Series(metric, Labels.NONE), value)));
    }

    List<Judgement> observe(String source, Map<Series, Double> values) {
        List<Sample> samples = values.entrySet().stream()
                .map(e -> new Sample(e.getKey(), clock.instant(), e.getValue())).toList();
        return take(Observation.of("here", source, clock.instant(), Duration.ZERO, samples));
    }

    List<Judgement> skip(String source, String reason) {
        return take(Observation.without("here", source, clock.instant(), new Outcome.Skipped(reason)));
    }

    List<Judgement> take(Observation observation) {
        readings.append(observation);
        return thresholds.judge(observation);
    }

    /** A run of successful operations of these latencies that starts now and takes no time. */
    List<Judgement> run(String probe, double... millis) {
        return take(
                Observation.of(run(probe, new Outcome.Succeeded(), Map.of("read", latencies(millis)), 0, Map.of())));
    }

    /** A run whose every operation failed. */
    List<Judgement> failedRun(String probe, String reason) {
        return take(Observation.of(run(probe, new Outcome.Failed(reason), Map.of(), 5, Map.of())));
    }

    Run run(String probe, Outcome outcome, Map<String, Distribution> operations, int failures,
            Map<String, Double> measures) {
        Map<String, Distribution> failed = failures == 0
                ? Map.of()
                : Map.of("connect", latencies(new double[failures]));
        return new Run(1, "here", probe, "point-read", "shop-db", clock.instant(), Duration.ZERO,
                Duration.ofSeconds(1), outcome, operations, failed,
                failures == 0 ? Map.of() : Map.of("connect", (long) failures), Map.of(), measures, List.of(),
                Run.Cost.NONE, Conditions.UNKNOWN, Run.Course.PLAIN, 0);
    }

    static Distribution latencies(double... millis) {
        Histogram histogram = Distribution.empty();
        for (double value : millis) {
            histogram.recordValue(Math.max(1, Math.round(value * 1e6)));
        }
        return Distribution.of(histogram);
    }

    List<Judgement> due() {
        return thresholds.due(clock.instant());
    }

    Judgement current() {
        return only(thresholds.current());
    }

    static Judgement only(List<Judgement> judgements) {
        if (judgements.size() != 1) {
            throw new AssertionError("one judgement expected, got " + judgements);
        }
        return judgements.getFirst();
    }

    static Series series(String metric, String label, String value) {
        return new Series(metric, Labels.of(label, value));
    }

    private record Named(String name, Kind kind, Duration every, List<Metric> metrics,
            List<RuleText> rules) implements Source {

        @Override
        public Description description() {
            return new Description(kind, every, name, metrics, rules);
        }

        @Override
        public Observation observe() {
            throw new UnsupportedOperationException("tests make observations themselves");
        }
    }

    /** The verdict's word and whether it counts, which is what tables of tests are about. */
    static String word(@Nullable Judgement judgement) {
        if (judgement == null) {
            return "-";
        }
        return judgement.verdict().code() + (judgement.pendingUntil() == null ? "" : " pending");
    }
}
