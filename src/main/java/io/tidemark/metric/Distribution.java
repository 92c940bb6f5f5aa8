package io.tidemark.metric;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.zip.DataFormatException;

import org.HdrHistogram.Histogram;

/**
 * Immutable latencies of many operations. Recorded in nanoseconds with two significant digits (a value is at most 0.8 %
 * off), read in seconds; mergeable without loss. Source: HdrHistogram, of which only the buckets in use are held: a
 * whole one takes 36 KB, and a run has several.
 */
public final class Distribution {

    /** Values beyond are recorded as this. */
    public static final long HIGHEST_NANOS = 3_600_000_000_000L;
    public static final int DIGITS = 2;
    public static final Distribution EMPTY = new Distribution(empty());

    private static final double NANOS = 1e9;
    /** Knows where buckets begin and end. */
    private static final Histogram SHAPE = empty();

    /** Upper ends of the buckets in use, rising, and how many values each holds. */
    private final long[] values;
    private final long[] counts;
    private final long count;
    private final double min;
    private final double max;
    private final double mean;
    private final double standardDeviation;

    private Distribution(Histogram nanos) {
        long[] uppers = new long[16];
        long[] held = new long[16];
        int used = 0;
        for (var value : nanos.recordedValues()) {
            if (used == uppers.length) {
                uppers = Arrays.copyOf(uppers, used * 2);
                held = Arrays.copyOf(held, used * 2);
            }
            uppers[used] = value.getValueIteratedTo();
            held[used++] = value.getCountAtValueIteratedTo();
        }
        values = Arrays.copyOf(uppers, used);
        counts = Arrays.copyOf(held, used);
        count = nanos.getTotalCount();
        min = count == 0 ? 0 : nanos.getMinValue() / NANOS;
        max = count == 0 ? 0 : nanos.getMaxValue() / NANOS;
        mean = count == 0 ? 0 : nanos.getMean() / NANOS;
        standardDeviation = count == 0 ? 0 : nanos.getStdDeviation() / NANOS;
    }

    /** A histogram of the shape all distributions share, to record into. */
    public static Histogram empty() {
        return new Histogram(1, HIGHEST_NANOS, DIGITS);
    }

    /** Takes a copy: what is recorded into the histogram afterwards is not seen. */
    public static Distribution of(Histogram nanos) {
        return nanos.getTotalCount() == 0 ? EMPTY : new Distribution(nanos);
    }

    public static Distribution merge(Collection<Distribution> parts) {
        Histogram all = empty();
        parts.forEach(part -> part.addTo(all));
        return of(all);
    }

    public long count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Seconds; 0 when empty, as all readings below. */
    public double min() {
        return min;
    }

    public double max() {
        return max;
    }

    public double mean() {
        return mean;
    }

    public double standardDeviation() {
        return standardDeviation;
    }

    /** The value that the given share of operations stayed within, nearest rank; the shortest for 0. */
    public double percentile(double percent) {
        return percent <= 0 || isEmpty() ? min : percentile(percent, values, counts, count);
    }

    /** Nearest rank among buckets that are not all empty. */
    static double percentile(double percent, long[] values, long[] counts, long count) {
        long rank = Math.max(1, (long) Math.ceil(Math.nextDown(percent / 100 * count)));
        int i = 0;
        for (long seen = counts[0]; seen < rank && i < values.length - 1; seen += counts[i]) {
            i++;
        }
        return values[i] / NANOS;
    }

    /** The spread of the middle half: p75 - p25. */
    public double interquartileRange() {
        return percentile(75) - percentile(25);
    }

    /** How many took longer than the third quartile by more than 1.5 interquartile ranges (Tukey's fence). */
    public long outliers() {
        return count - countWithin(percentile(75) + 1.5 * interquartileRange());
    }

    /**
     * Where the median of all such operations lies with 95 % confidence, in seconds: the order statistics next to
     * n/2 -+ 1.96 sqrt(n)/2 (Conover, Practical Nonparametric Statistics, 3.2). Of fewer than six it is the whole range.
     */
    public Interval medianInterval() {
        if (count < 6) {
            return new Interval(min, max);
        }
        double half = 0.98 / Math.sqrt((double) count);
        return new Interval(percentile(100 * (0.5 - half)),
                percentile(Math.min(100, 100 * (0.5 + half + 1.0 / count))));
    }

    /** Two ends, in seconds. */
    public record Interval(double low, double high) {}

    /** How many operations took at most this long, to the histogram's resolution. */
    public long countWithin(double seconds) {
        long limit = highestWithin(seconds);
        long within = 0;
        for (int i = 0; i < values.length && values[i] <= limit; i++) {
            within += counts[i];
        }
        return within;
    }

    /** The upper end of the last bucket within a limit; the one the limit falls into is, as in HdrHistogram. */
    static long highestWithin(double seconds) {
        return SHAPE.highestEquivalentValue(Math.round(seconds * NANOS));
    }

    /** The recorded buckets that hold anything, in rising order. */
    public List<Bucket> buckets() {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            buckets.add(new Bucket(SHAPE.lowestEquivalentValue(values[i]) / NANOS, values[i] / NANOS, counts[i]));
        }
        return buckets;
    }

    /** HdrHistogram's V2 encoding, compressed. */
    public byte[] encode() {
        Histogram nanos = empty();
        addTo(nanos);
        ByteBuffer buffer = ByteBuffer.allocate(nanos.getNeededByteBufferCapacity());
        byte[] bytes = new byte[nanos.encodeIntoCompressedByteBuffer(buffer)];
        buffer.rewind();
        buffer.get(bytes);
        return bytes;
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes are not an encoded histogram
     */
    public static Distribution decode(byte[] bytes) {
        try {
            return of(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), HIGHEST_NANOS));
        } catch (DataFormatException | RuntimeException e) {
            // The library makes histograms by reflection, which wraps what the machine lacks: no fault of the bytes.
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof VirtualMachineError lacking) {
                    throw lacking;
                }
            }
            throw new IllegalArgumentException("not an encoded histogram (" + bytes.length + " bytes)", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Distribution that && Arrays.equals(values, that.values)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Distribution[count=%d, p50=%.6fs, p95=%.6fs, max=%.6fs]".formatted(count(), percentile(50),
                percentile(95), max());
    }

    void addTo(LatencyTally tally) {
        tally.add(values, counts);
    }

    private void addTo(Histogram nanos) {
        for (int i = 0; i < values.length; i++) {
            nanos.recordValueWithCount(Math.min(values[i], HIGHEST_NANOS), counts[i]);
        }
    }

    /**
     * A bucket.
     *
     * @param from lower end in seconds
     * @param to upper end in seconds
     * @param count how many operations fell between the two
     */
    public record Bucket(double from, double to, long count) {}
}
