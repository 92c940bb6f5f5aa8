package io.tidemark.history.store;

import io.tidemark.history.journal.Column;
import io.tidemark.metric.Series;
import java.util.Arrays;

/** The samples of one series over some minutes, packed. */
@SuppressWarnings("ArrayRecordComponent") // compared by content below, and nobody changes it
public record Block(Series series, long startMillis, long endMillis, int count, short encoding, byte[] data) {

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

    /** Is shown samples one by one. */
    public interface SampleSink {
        void sample(long millis, double value);
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
