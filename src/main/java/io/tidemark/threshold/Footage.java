package io.tidemark.threshold;

import io.tidemark.history.History;
import io.tidemark.history.SampleQuery;
import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints;
import io.tidemark.metric.Durations;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the history holds of a rule's inputs, piece by piece in the order of time: samples as they were or in steps, runs
 * as they were.
 */
final class Footage implements Iterator<List<Observation>> {

    private static final int MOST_STEPS = SampleQuery.MAX_POINTS;
    private static final int POINTS_AT_ONCE = 20_000;
    private static final int RUNS_AT_ONCE = 500;
    private static final long[] STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400};

    private final History history;
    private final Sources sources;
    private final List<Measure> sampled;
    private final Set<String> probes;
    private final @Nullable Source needed;
    private final @Nullable Duration step;
    private final Instant end;
    private final Duration piece;
    private Instant from;

    private Footage(Threshold rule, History history, Sources sources, Instant start, Instant end) {
        Question question = Question.of(rule);
        List<Measure> measures = question.measures();
        String needs = rule.rule().terms().needs();
        this.history = history;
        this.needed = needs == null ? null : sources.find(needs).orElse(null);
        this.sampled = measures.stream().filter(measure -> !measure.ref().ofProbes()).distinct().toList();
        this.probes = probes(measures, sources);
        this.step = step(Duration.between(start, end), interval(sources));
        this.sources = slowed(sources);
        this.from = step == null ? start : aligned(start, step.toMillis());
        this.end = end;
        this.piece = piece();
    }

    static Footage of(Threshold rule, History history, Sources sources, Instant start, Instant end) {
        return new Footage(rule, history, sources, start, end);
    }

    private Set<String> probes(List<Measure> measures, Sources all) {
        Inputs inputs = new Inputs(history.readings(), all, new Arrivals(all));
        Set<String> names = new LinkedHashSet<>();
        measures.stream().map(Measure::ref).filter(Ref::ofProbes).forEach(ref -> names.addAll(inputs.sources(ref)));
        if (needed != null && needed.description().kind() == Source.Kind.PROBE) {
            names.add(needed.name());
        }
        return names;
    }

    /** The sources as they look here: none is seen more often than there are steps. */
    Sources sources() {
        return sources;
    }

    /** As the end of `judged on`. */
    String resolution() {
        String samples = step == null ? "each sample that is kept" : "averages of " + Durations.text(step);
        return sampled.isEmpty() ? "each run" : probes.isEmpty() ? samples : samples + " and each run";
    }

    private Duration interval(Sources all) {
        return sampled.stream().flatMap(measure -> declaring(all, measure).stream()).map(Source::interval)
                .min(Comparator.naturalOrder()).orElse(Duration.ofSeconds(1));
    }

    private static List<Source> declaring(Sources all, Measure measure) {
        String metric = measure.ref().metric().name();
        return all.all().stream()
                .filter(s -> s.description().metrics().stream().anyMatch(m -> m.name().equals(metric))).toList();
    }

    /** Null for every sample, where they are few enough. */
    private static @Nullable Duration step(Duration length, Duration interval) {
        if (length.dividedBy(interval) <= MOST_STEPS) {
            return null;
        }
        for (long seconds : STEPS) {
            if (length.toSeconds() / seconds <= MOST_STEPS && seconds >= interval.toSeconds()) {
                return Duration.ofSeconds(seconds);
            }
        }
        return Duration.ofSeconds(Math.max(1, length.toSeconds() / MOST_STEPS));
    }

    /** Steps that begin where summaries do need no finer data. */
    private static Instant aligned(Instant start, long step) {
        return Instant.ofEpochMilli(Math.floorDiv(start.toEpochMilli(), step) * step);
    }

    private Sources slowed(Sources all) {
        return new Sources(all.all().stream().<Source>map(source -> new Slowed(source, every(source))).toList(),
                all.results());
    }

    private Duration every(Source source) {
        boolean sampler = source.description().kind() == Source.Kind.SAMPLER;
        return sampler && step != null && step.compareTo(source.interval()) > 0 ? step : source.interval();
    }

    private Duration piece() {
        Duration longest = Duration.between(from, end).plusMillis(1);
        for (Measure measure : sampled) {
            int series = Math.max(1, history.series(measure.ref().selector()).size());
            Duration unit = step == null ? interval(sources) : step;
            longest = shorter(longest, unit.multipliedBy(Math.max(1, POINTS_AT_ONCE / series)));
        }
        for (String probe : probes) {
            Duration every = sources.find(probe).map(Source::interval).orElse(Duration.ofSeconds(10));
            longest = shorter(longest, every.multipliedBy(RUNS_AT_ONCE / probes.size() + 1L));
        }
        return longest;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    @Override
    public boolean hasNext() {
        return from.isBefore(end);
    }

    @Override
    public List<Observation> next() {
        Instant to = from.plus(piece).isBefore(end) ? from.plus(piece) : end;
        List<Observation> seen = new ArrayList<>(samples(from, to));
        probes.forEach(probe -> runs(probe, from, to, seen));
        seen.sort(Comparator.comparing(observation -> observation.at().plus(observation.took())));
        from = to;
        return seen;
    }

    private List<Observation> samples(Instant start, Instant to) {
        Map<Instant, Map<String, List<Sample>>> byTime = new TreeMap<>();
        for (Measure measure : sampled) {
            String source = declaring(sources, measure).getFirst().name();
            for (SeriesPoints points : history.samples(new SampleQuery(measure.ref().selector(), start,
                    to, step, aggregation(measure)))) {
                points.points().stream().filter(point -> !point.at().isBefore(start) && point.at().isBefore(to))
                        .forEach(point -> byTime.computeIfAbsent(point.at(), _ -> new TreeMap<>())
                                .computeIfAbsent(source, _ -> new ArrayList<>())
                                .add(new Sample(points.series(), point.at(), point.value())));
            }
        }
        List<Observation> seen = new ArrayList<>();
        byTime.forEach((at, bySource) -> {
            bySource.forEach((source, samples) -> seen
                    .add(Observation.of("", source, at, Duration.ZERO, samples)));
            if (needed != null && needed.description().kind() == Source.Kind.SAMPLER
                    && !bySource.containsKey(needed.name())) {
                // A sampler is taken to have been well; what it was in trouble about is not kept.
                seen.add(Observation.of("", needed.name(), at, Duration.ZERO, List.of()));
            }
        });
        return seen;
    }

    private static Aggregation aggregation(Measure measure) {
        if (measure.ref().metric().kind() == Kind.COUNTER) {
            return Aggregation.LAST;
        }
        return switch (measure) {
            case Measure.Now _ -> Aggregation.AVG;
            case Measure.Over(Aggregate aggregate, Ref _, Duration _) -> switch (aggregate) {
                case MAX -> Aggregation.MAX;
                case MIN -> Aggregation.MIN;
                case LAST -> Aggregation.LAST;
                case AVG, SUM, RATE, GROWTH, P50, P90, P95, P99, P999 -> Aggregation.AVG;
            };
        };
    }

    private void runs(String probe, Instant start, Instant to, List<Observation> seen) {
        long before = Ids.at(to);
        while (true) {
            List<Run> page = history.runs(probe, before, RUNS_AT_ONCE);
            page.stream().filter(run -> !run.startedAt().isBefore(start) && run.startedAt().isBefore(to))
                    .map(Observation::of).forEach(seen::add);
            if (page.size() < RUNS_AT_ONCE || page.getLast().startedAt().isBefore(start)) {
                return;
            }
            before = page.getLast().id();
        }
    }

    /** A source as it is, but for how often it is seen. */
    private record Slowed(Source source, Duration interval) implements Source {

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public Description description() {
            return source.description();
        }

        @Override
        public Observation observe() {
            return Observation.without("", name(), Instant.EPOCH, new Outcome.Skipped("the past is over"));
        }
    }
}
