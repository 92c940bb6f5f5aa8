package io.tidemark.export;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.collect.Listener;
import io.tidemark.collect.Tally;
import io.tidemark.export.Fakes.FakeHistory;
import io.tidemark.export.Fakes.FakeTelling;
import io.tidemark.export.Fakes.FakeThresholds;
import io.tidemark.history.Readings.Reading;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Overhead;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.RuleFixtures;
import io.tidemark.threshold.Severity;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The exports over fakes, and the text that Prometheus would read. */
final class House {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    final FakeHistory history = new FakeHistory();
    final FakeThresholds thresholds = new FakeThresholds();
    final FakeTelling telling = new FakeTelling();
    Instant now = NOW;

    private final Map<String, Tally> tallies = new HashMap<>();
    private final List<Contributor> contributors;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry,
            Clock.SYSTEM);

    House(Source... sources) {
        this(new Sources(List.of(sources)));
    }

    House(Sources all) {
        contributors = List.of(new ReadingsExport(history, all, () -> now), new ProbeExport(all),
                new ResultExport(history, all),
                new SamplerExport(all, this::tally, () -> new Overhead.Figures(0.01, 0.0025, 1)),
                new ThresholdExport(thresholds), new NotificationExport(telling),
                new StoreExport(history), new BuildExport("1.2.3"));
        registry.register(new TidemarkMetrics(contributors));
    }

    String scrape() {
        return meters.scrape();
    }

    /** Lines of values, without comments. */
    List<String> lines() {
        return scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }

    void read(Metric metric, double value, String... labels) {
        Labels all = Labels.NONE;
        for (int i = 0; i < labels.length; i += 2) {
            all = all.with(labels[i], labels[i + 1]);
        }
        history.readings.add(new Reading(new Series(metric.name(), all), "system.cpu", now, value));
    }

    void tell(String source, Tally tally) {
        tallies.put(source, tally);
    }

    private Tally tally(String source) {
        return tallies.getOrDefault(source, new Tally(Duration.ZERO, 0, Duration.ZERO, 0, 0, null));
    }

    void observe(Observation observation) {
        listeners().forEach(listener -> listener.accepted(observation, List.of(), List.of()));
    }

    void judge(Judgement judgement) {
        thresholds.current.removeIf(old -> old.threshold().name().equals(judgement.threshold().name())
                && old.labels().equals(judgement.labels()));
        thresholds.current.add(judgement);
        listeners().forEach(listener -> listener.accepted(null, List.of(judgement), List.of()));
    }

    Threshold rule(String name, Severity severity) {
        Threshold rule = RuleFixtures.rule(name, severity);
        thresholds.rules.add(rule);
        return rule;
    }

    static Judgement judgement(Threshold rule, Labels labels, Verdict verdict, @Nullable Instant pendingUntil,
            @Nullable Double value, @Nullable Double limit) {
        return new Judgement(rule, labels, verdict, NOW, NOW, pendingUntil, null, value, limit, null);
    }

    static Observation run(String probe, Map<String, List<Duration>> operations, Map<String, Long> errors,
            Outcome outcome) {
        Map<String, Distribution> latencies = new TreeMap<>();
        operations.forEach((operation, all) -> latencies.put(operation, distribution(all)));
        return Observation.of(new Run(1, "here", probe, "point-read", "db", NOW, Duration.ofSeconds(2),
                Duration.ofSeconds(1), outcome, latencies, Map.of(), errors, Map.of(), Map.of(), List.of(),
                Run.Cost.NONE, Conditions.UNKNOWN, Run.Course.PLAIN, 0));
    }

    static Distribution distribution(List<Duration> latencies) {
        Histogram histogram = Distribution.empty();
        latencies.forEach(latency -> histogram.recordValue(latency.toNanos()));
        return Distribution.of(histogram);
    }

    private Stream<Listener> listeners() {
        return contributors.stream().filter(Listener.class::isInstance).map(Listener.class::cast);
    }
}
