package io.tidemark.history;

import io.tidemark.history.journal.Column;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shows every sample of a range as it was taken, in pieces that fit the memory whatever the range. Between two pieces it
 * holds nothing of the store, so that a slow reader is felt by nobody.
 */
public final class SampleExport {

    private static final Duration PIECE = Duration.ofHours(6);
    private static final Duration SMALLEST_PIECE = Duration.ofSeconds(10);
    private static final int MOST_SAMPLES = 100_000;

    private final String ownInstance;
    private final UnwrittenSamples unwritten;
    private final StoreGate gate;

    SampleExport(String ownInstance, UnwrittenSamples unwritten, StoreGate gate) {
        this.ownInstance = ownInstance;
        this.unwritten = unwritten;
        this.gate = gate;
    }

    /**
     * What to show.
     *
     * @param instance which took the samples; null for this one
     * @param selector null for all series
     * @param start first instant, inclusive
     * @param end last instant, inclusive
     */
    public record Query(@Nullable String instance, @Nullable SeriesSelector selector, Instant start, Instant end) {

        public Query {
            if (!start.isBefore(end)) {
                throw new IllegalArgumentException("start (" + start + ") must be before end (" + end + ")");
            }
        }
    }

    /** Is shown samples one by one. */
    public interface Sink {

        void sample(Series series, Instant at, double value) throws IOException;
    }

    /**
     * Shows the samples series by series, by name, and each series from its oldest on.
     *
     * @throws StoreException when the store does not answer
     */
    public void read(Query query, Sink sink) throws IOException {
        String instance = query.instance() == null ? ownInstance : query.instance();
        for (Series series : series(query, instance)) {
            new OneSeries(instance, series, query, sink).read();
        }
    }

    private Set<Series> series(Query query, String instance) {
        Predicate<Series> wanted = query.selector() == null ? _ -> true : query.selector()::matches;
        Set<Series> series = new TreeSet<>(Comparator.comparing(Series::toString));
        if (isOwn(instance)) {
            unwritten.addSeries(wanted, series);
        }
        gate.ask(store -> query.selector() == null
                ? store.series(instance)
                : store.series(instance, query.selector().metric())).stream().filter(wanted).forEach(series::add);
        return series;
    }

    private boolean isOwn(String instance) {
        return instance.equals(ownInstance);
    }

    /** The way through one series. */
    private final class OneSeries {

        private final String instance;
        private final Series series;
        private final long to;
        private final Sink sink;
        private long at;

        OneSeries(String instance, Series series, Query query, Sink sink) {
            this.instance = instance;
            this.series = series;
            this.at = query.start().toEpochMilli();
            this.to = query.end().toEpochMilli();
            this.sink = sink;
        }

        void read() throws IOException {
            at = next();
            while (at <= to) {
                long end = end();
                PointList points = samples(end);
                for (int i = 0; i < points.size(); i++) {
                    sink.sample(series, Instant.ofEpochMilli(points.millis(i)), points.value(i));
                }
                at = end + 1;
                if (points.size() == 0) {
                    at = next();
                }
            }
        }

        /** Leaps over times without samples. */
        private long next() {
            long journal = isOwn(instance) ? unwritten.oldestMillis() : Long.MAX_VALUE;
            long store = gate.ask(one -> one.nextBlock(instance, series, Instant.ofEpochMilli(at)))
                    .map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
            return Math.max(at, Math.min(journal, store));
        }

        /** So near that what lies between fits the memory. */
        private long end() {
            long length = PIECE.toMillis();
            while (length > SMALLEST_PIECE.toMillis() && count(at + length) > MOST_SAMPLES) {
                length /= 2;
            }
            return Math.min(to, at + length - 1);
        }

        private long count(long end) {
            return gate.ask(
                    store -> store.count(instance, series, Instant.ofEpochMilli(at), Instant.ofEpochMilli(end)));
        }

        private PointList samples(long end) {
            PointList points = new PointList(at, end);
            Column recent = isOwn(instance) && unwritten.oldestMillis() <= end
                    ? unwritten.between(series::equals, at, end).bySeries().get(series)
                    : null;
            gate.ask(store -> {
                store.samples(instance, series, Instant.ofEpochMilli(at), Instant.ofEpochMilli(end), points);
                return true;
            });
            for (int i = 0; recent != null && i < recent.size(); i++) {
                points.sample(recent.millis(i), recent.value(i));
            }
            return points;
        }
    }
}
