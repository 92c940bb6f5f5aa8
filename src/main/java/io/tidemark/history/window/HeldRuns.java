package io.tidemark.history.window;

import io.tidemark.history.Window;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Windows over the measures of runs: one value a run, or for `probe.latency` the runs' distributions. */
final class HeldRuns {

    private final List<Hold> holds = new ArrayList<>();
    private final Map<Series, Long> lengths = new HashMap<>();
    private final Rings all = new Rings();
    private final Rings undisturbed = new Rings();

    /** What is held of runs, by series. */
    private static final class Rings {

        private final Map<Series, Ring> values = new HashMap<>();
        private final Map<Series, LatencyRing> latencies = new HashMap<>();

        boolean has(Series series) {
            return values.containsKey(series) || latencies.containsKey(series);
        }

        void add(Series series, LatencyRing.Taken taken, long oldest) {
            latencies.computeIfAbsent(series, _ -> new LatencyRing()).add(taken, oldest);
        }

        void add(Series series, long at, double value, long oldest) {
            values.computeIfAbsent(series, _ -> new Ring()).add(at, value, oldest);
        }

        void retain(Set<Series> series) {
            values.keySet().retainAll(series);
            latencies.keySet().retainAll(series);
        }

        Optional<Window> window(Series series, Duration length, Instant now) {
            long to = now.toEpochMilli();
            long after = to - length.toMillis();
            if (ProbeSeries.isLatency(series)) {
                return Optional.ofNullable(latencies.get(series)).flatMap(ring -> ring.between(after, to));
            }
            return Optional.ofNullable(values.get(series)).flatMap(ring -> ring.between(after, to));
        }
    }

    synchronized void hold(SeriesSelector selector, Duration length, Iterable<Run> newest) {
        holds.add(new Hold(selector, length.toMillis()));
        newest.forEach(run -> ProbeSeries.matching(selector, run).forEach(series -> {
            lengths.merge(series, length.toMillis(), Math::max);
            if (!all.has(series)) {
                add(series, run);
            }
        }));
    }

    synchronized void release(SeriesSelector selector, Duration length) {
        holds.remove(new Hold(selector, length.toMillis()));
        lengths.entrySet().removeIf(held -> {
            if (!selector.matches(held.getKey())) {
                return false;
            }
            held.setValue(longest(held.getKey()));
            return held.getValue() == 0;
        });
        all.retain(lengths.keySet());
        undisturbed.retain(lengths.keySet());
    }

    private long longest(Series series) {
        return holds.stream().filter(hold -> hold.selector().matches(series)).mapToLong(Hold::millis).max().orElse(0);
    }

    synchronized void add(Run run) {
        holds.forEach(hold -> ProbeSeries.matching(hold.selector(), run)
                .forEach(series -> lengths.merge(series, hold.millis(), Math::max)));
        lengths.keySet().stream().filter(series -> ProbeSeries.probe(series).equals(run.probe()))
                .forEach(series -> add(series, run));
    }

    synchronized Optional<Window> window(Series series, Duration length, Instant now) {
        return all.window(series, length, now);
    }

    synchronized Optional<Window> undisturbed(Series series, Duration length, Instant now) {
        return undisturbed.window(series, length, now);
    }

    private void add(Series series, Run run) {
        long at = run.startedAt().toEpochMilli();
        long oldest = at - lengths.getOrDefault(series, 0L);
        List<Rings> into = run.isDisturbed() ? List.of(all) : List.of(all, undisturbed);
        if (ProbeSeries.isLatency(series)) {
            ProbeMeasure.distribution(run, ProbeSeries.narrowed(series))
                    .flatMap(latency -> LatencyRing.taken(at, latency))
                    .ifPresent(taken -> into.forEach(rings -> rings.add(series, taken, oldest)));
        } else {
            ProbeSeries.value(series, run)
                    .ifPresent(value -> into.forEach(rings -> rings.add(series, at, value, oldest)));
        }
    }

    private record Hold(SeriesSelector selector, long millis) {}
}
