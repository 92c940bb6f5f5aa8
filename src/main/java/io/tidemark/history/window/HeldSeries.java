package io.tidemark.history.window;

import io.tidemark.history.Window;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The windows over one measure of a probe: of all runs, and of those alone that nothing disturbed. Not thread-safe. */
final class HeldSeries {

    private final Series series;
    private final Extent extent;
    private final Rings all = new Rings();
    private final Rings undisturbed = new Rings();

    /** @param first the first run, which is still to be added */
    HeldSeries(Series series, Run first) {
        this.series = series;
        this.extent = new Extent(first.startedAt().toEpochMilli());
    }

    /** Values of runs, or for `probe.latency` their distributions. */
    private record Rings(Ring values, LatencyRing latencies) {

        Rings() {
            this(new Ring(), new LatencyRing());
        }

        Optional<Window> window(Duration length, Instant now) {
            long to = now.toEpochMilli();
            long after = to - length.toMillis();
            return values.between(after, to).<Window>map(window -> window).or(() -> latencies.between(after, to));
        }
    }

    boolean isOf(String probe) {
        return ProbeSeries.probe(series).equals(probe);
    }

    /** Answers whether it is to reach further back than it did. */
    boolean hold(long millis) {
        return extent.hold(millis);
    }

    void holdOnly(long millis) {
        extent.holdOnly(millis);
    }

    void add(Run run) {
        long at = run.startedAt().toEpochMilli();
        extent.saw(at);
        long oldest = at - extent.length();
        put(run, (rings, value) -> rings.values.add(at, value, oldest),
                (rings, taken) -> rings.latencies.add(taken, oldest));
    }

    /** Puts a run of a stretch before those that are held; answers whether there is room for another. */
    boolean precede(Stretch stretch, Run run) {
        long at = run.startedAt().toEpochMilli();
        if (stretch.contains(at) && extent.continues(stretch)) {
            put(run, (rings, value) -> rings.values.addFirst(at, value),
                    (rings, taken) -> rings.latencies.addFirst(taken));
        }
        return !all.latencies.isFull();
    }

    private void put(Run run, BiConsumer<Rings, Double> values, BiConsumer<Rings, LatencyRing.Taken> latencies) {
        List<Rings> into = run.isDisturbed() ? List.of(all) : List.of(all, undisturbed);
        if (ProbeSeries.isLatency(series)) {
            ProbeMeasure.distribution(run, ProbeSeries.narrowed(series))
                    .flatMap(latency -> LatencyRing.taken(run.startedAt().toEpochMilli(), latency))
                    .ifPresent(taken -> into.forEach(rings -> latencies.accept(rings, taken)));
        } else {
            ProbeSeries.value(series, run).ifPresent(value -> into.forEach(rings -> values.accept(rings, value)));
        }
    }

    @Nullable
    Stretch lack() {
        return extent.lack();
    }

    /** To be called when all runs of a stretch are here that began at an instant or later. */
    void reach(Stretch stretch, long completeFrom) {
        if (extent.continues(stretch)) {
            extent.reach(completeFrom);
        }
    }

    boolean isWhole(long millis) {
        return extent.isWhole(millis);
    }

    Optional<Window> window(Duration length, Instant now) {
        return all.window(length, now);
    }

    Optional<Window> undisturbed(Duration length, Instant now) {
        return undisturbed.window(length, now);
    }
}
