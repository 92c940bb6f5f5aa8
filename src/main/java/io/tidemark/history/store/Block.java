package io.tidemark.history.store;

import io.tidemark.history.journal.Column;
import io.tidemark.metric.Series;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The samples of one series over some minutes, packed. */
@SuppressWarnings("ArrayRecordComponent") // compared by content below, and nobody changes it
public record Block(Series series, long startMillis, long endMillis, int count, short encoding, byte[] data) {

    /** No block is longer, so that none has to be looked for far back. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** One block, or where the samples lie in several days (UTC), one for each of those. */
    public static List<Block> ofDays(Series series, Column samples) {
        Map<Long, Column> days = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            days.computeIfAbsent(Math.floorDiv(samples.millis(i), LONGEST.toMillis()), _ -> new Column())
                    .add(samples.millis(i), samples.value(i));
        }
        return days.values().stream().map(day -> of(series, day)).toList();
    }

    public static Block of(Series series, Column samples) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (int i = 0; i < samples.size(); i++) {
            start = Math.min(start, samples.millis(i));
            end = Math.max(end, samples.millis(i));
        }
        return new Block(series, start, end, samples.size(), BlockCodec.VERSION, BlockCodec.encode(samples));
    }

    /** Shows every sample, in the order they were taken. */
    public void read(SampleSink sink) {
        read(encoding, data, sink);
    }

    /** Shows every sample of packed data whose series does not matter. */
    public static void read(short encoding, byte[] data, SampleSink sink) {
        BlockCodec.decode(encoding, data, sink);
    }

    /** Is shown samples. */
    public interface SampleSink {
        void sample(long millis, double value);

        /** Several at once, the first so many of both arrays; for sinks that every sample of a long range goes through. */
        default void samples(long[] millis, double[] values, int count) {
            for (int i = 0; i < count; i++) {
                sample(millis[i], values[i]);
            }
        }

        /** Is told before each block between which instants, both inclusive, its samples are. */
        default void block(long startMillis, long endMillis) {}
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Block that && series.equals(that.series) && startMillis == that.startMillis
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return series.hashCode() * 31 + Long.hashCode(startMillis);
    }
}
