package io.tidemark.collect;

import io.tidemark.history.Readings;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Severity;
import io.tidemark.threshold.Thresholds;
import io.tidemark.threshold.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is the matter now: all rules and sources in one consistent answer, from memory. */
public final class Status {

    /** Of two that contribute the same, the one that is about to become a breach weighs more. */
    private static final Comparator<Judgement> BY_WEIGHT = Comparator.comparing(Status::contribution)
            .thenComparing(judgement -> judgement.verdict() instanceof Verdict.Breached);

    private final Sources sources;
    private final Readings readings;
    private final Thresholds thresholds;
    private final InstantSource clock;

    public Status(Sources sources, Readings readings, Thresholds thresholds, InstantSource clock) {
        this.sources = sources;
        this.readings = readings;
        this.thresholds = thresholds;
        this.clock = clock;
    }

    public Snapshot snapshot() {
        Instant now = clock.instant();
        List<RuleStatus> rules = rules(thresholds.current());
        List<SourceStatus> seen = sources.all().stream().map(source -> source(source, now)).toList();
        List<ResultStatus> results = sources.results().exact().stream().map(name -> result(name, now)).toList();
        return new Snapshot(overall(rules), now, rules, seen, results);
    }

    private ResultStatus result(String name, Instant now) {
        Optional<Observation> last = readings.lastObservation(name);
        return new ResultStatus(name, last, age(last, now));
    }

    public SourceStatus source(Source source) {
        return source(source, clock.instant());
    }

    private SourceStatus source(Source source, Instant now) {
        Optional<Observation> last = readings.lastObservation(source.name());
        return new SourceStatus(source, last, age(last, now));
    }

    private static Optional<Duration> age(Optional<Observation> last, Instant now) {
        return last.map(o -> Duration.between(o.at(), now));
    }

    /** The worst of each rule's series, worst rule first. */
    private static List<RuleStatus> rules(List<Judgement> judgements) {
        Map<String, List<Judgement>> byRule = new LinkedHashMap<>();
        judgements.forEach(j -> byRule.computeIfAbsent(j.threshold().name(), _ -> new java.util.ArrayList<>()).add(j));
        return byRule.values().stream().map(Status::worst)
                .sorted(Comparator.comparing(RuleStatus::worst, BY_WEIGHT).reversed()
                        .thenComparing(rule -> rule.worst().threshold().name()))
                .toList();
    }

    private static RuleStatus worst(Collection<Judgement> series) {
        return new RuleStatus(series.stream().max(BY_WEIGHT).orElseThrow(), series.size());
    }

    private static Overall overall(List<RuleStatus> rules) {
        return rules.stream().map(rule -> contribution(rule.worst())).max(Comparator.naturalOrder()).orElse(Overall.OK);
    }

    private static Overall contribution(Judgement judgement) {
        return switch (judgement.verdict()) {
            case Verdict.Ok _ -> Overall.OK;
            case Verdict.NoData _ -> Overall.NO_DATA;
            case Verdict.Breached _,Verdict.Inconclusive _ when !judgement.counts() -> Overall.OK;
            case Verdict.Breached _,Verdict.Inconclusive _ ->
                judgement.threshold().severity() == Severity.CRITICAL ? Overall.CRITICAL : Overall.WARNING;
        };
    }

    /** The state of everything, from best to worst. */
    public enum Overall {
        OK,
        NO_DATA,
        WARNING,
        CRITICAL
    }

    /**
     * One consistent answer.
     *
     * @param results those of other tools that are listed one by one
     */
    public record Snapshot(Overall overall, Instant at, List<RuleStatus> rules, List<SourceStatus> sources,
            List<ResultStatus> results) {}

    /**
     * A rule by the worst of its series.
     *
     * @param series how many series the rule judges
     */
    public record RuleStatus(Judgement worst, int series) {}

    /** Results of another tool that are expected under a name, and the last that came, if any yet. */
    public record ResultStatus(String name, Optional<Observation> last, Optional<Duration> age) {

        /** Of one that has come this very moment. */
        public static ResultStatus come(Observation result) {
            return new ResultStatus(result.source(), Optional.of(result), Optional.of(Duration.ZERO));
        }
    }

    /** A source and what it last saw, if anything yet. */
    public record SourceStatus(Source source, Optional<Observation> last, Optional<Duration> age) {}
}
