package io.tidemark.history.window;

import io.tidemark.history.Readings.Reading;
import io.tidemark.history.Standing;
import io.tidemark.history.Window;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The newest values of sampled series and the windows over them. Safe for many threads. */
final class SampledReadings {

    private final Function<String, Optional<Metric>> metrics;
    private final Wishes wishes;
    private final Map<String, Map<Series, SampledSeries>> byMetric = new ConcurrentHashMap<>();
    private final Holds holds = new Holds();

    /**
     * @param metrics by name; of one that nobody has declared it is not learnt what is usual
     * @param wishes is told which windows lack what was seen before
     */
    SampledReadings(Function<String, Optional<Metric>> metrics, Wishes wishes) {
        this.metrics = metrics;
        this.wishes = wishes;
    }

    void take(String source, Sample sample) {
        Series series = sample.series();
        Reading reading = new Reading(series, source, sample.at(), sample.value());
        Map<Series, SampledSeries> metric = byMetric.computeIfAbsent(series.metric(), _ -> new ConcurrentHashMap<>());
        SampledSeries known = metric.get(series);
        if (known != null) {
            known.update(reading);
        } else {
            SampledSeries added = new SampledSeries(reading, metrics.apply(series.metric()).orElse(null));
            metric.put(series, added);
            // After the put, so that a window asked for meanwhile is not missed.
            hold(series, added, holds.longest(series));
        }
    }

    List<Reading> latest(SeriesSelector selector) {
        return of(selector.metric()).values().stream().map(SampledSeries::latest)
                .filter(reading -> selector.matches(reading.series())).toList();
    }

    Stream<Reading> all() {
        return states().map(SampledSeries::latest);
    }

    List<Series> series(SeriesSelector selector) {
        return of(selector.metric()).keySet().stream().filter(selector::matches).toList();
    }

    void hold(SeriesSelector selector, Duration length) {
        holds.add(selector, length);
        forEach(selector, (series, state) -> hold(series, state, length.toMillis()));
    }

    private void hold(Series series, SampledSeries state, long millis) {
        if (state.hold(millis)) {
            wishes.add(series);
        }
    }

    void release(SeriesSelector selector, Duration length) {
        holds.remove(selector, length);
        forEach(selector, (series, state) -> state.holdOnly(holds.longest(series)));
    }

    private void forEach(SeriesSelector selector, BiConsumer<Series, SampledSeries> action) {
        of(selector.metric()).forEach((series, state) -> {
            if (selector.matches(series)) {
                action.accept(series, state);
            }
        });
    }

    Optional<Window> window(Series series, Duration length, Instant now) {
        return find(series).flatMap(state -> state.window(length.toMillis(), now));
    }

    boolean isWhole(Series series, long millis) {
        return find(series).filter(state -> state.isWhole(millis)).isPresent();
    }

    @Nullable
    Stretch lack(Series series) {
        return find(series).map(SampledSeries::lack).orElse(null);
    }

    /**
     * Puts what was read of a stretch before what is held of a series.
     *
     * @param completeFrom since when nothing of it is missing
     */
    void precede(Series series, Stretch stretch, Ring past, long completeFrom) {
        find(series).ifPresent(state -> state.precede(stretch, past, completeFrom));
    }

    Stream<Standing> standings(Instant from, Instant to) {
        return states().map(state -> state.standing(from, to)).filter(Objects::nonNull);
    }

    /** Forgets what was not seen for so long. */
    void sweep(Instant now, Duration kept) {
        byMetric.values().forEach(metric -> metric.values().removeIf(state -> state.isForgotten(now, kept.toMillis())));
    }

    private Optional<SampledSeries> find(Series series) {
        return Optional.ofNullable(of(series.metric()).get(series));
    }

    private Map<Series, SampledSeries> of(String metric) {
        return byMetric.getOrDefault(metric, Map.of());
    }

    private Stream<SampledSeries> states() {
        return byMetric.values().stream().flatMap(metric -> metric.values().stream());
    }
}
