package io.tidemark.history.codec;

/**
 * Reads what {@link SampleEncoder} packed, some samples at a time: {@code next} says how many, {@code millis} and
 * {@code values} hold them until the next call. Not safe for several threads. Damaged bytes are an
 * {@link java.io.UncheckedIOException}.
 */
public final class SampleDecoder {

    private static final int BATCH = 256;

    private final NumberColumn.Reader times;
    private final NumberColumn.Reader numerators;
    private final NumberColumn.Reader denominators;
    private final NumberColumn.Reader beyond;
    private final long[] millis;
    private final long[] numerator;
    private final long[] denominator;
    private final long[] offset;
    private final double[] values;
    private int left;

    public SampleDecoder(byte[] data) {
        BitReader in = new BitReader(data, 0, data.length);
        long count = in.number();
        if (count < 0 || count > SampleEncoder.MOST) {
            throw BitReader.damaged("it claims to have " + count + " samples");
        }
        left = (int) count;
        times = NumberColumn.reader(in.part(in.number()));
        numerators = NumberColumn.reader(in.part(in.number()));
        denominators = NumberColumn.reader(in.part(in.number()));
        beyond = NumberColumn.reader(in);
        int batch = Math.min(BATCH, left);
        millis = new long[batch];
        numerator = new long[batch];
        denominator = new long[batch];
        offset = new long[batch];
        values = new double[batch];
    }

    /** Reads the next ones and says how many; 0 at the end. */
    public int next() {
        int count = Math.min(BATCH, left);
        left -= count;
        times.read(millis, count);
        numerators.read(numerator, count);
        denominators.read(denominator, count);
        beyond.read(offset, count);
        divide(count);
        return count;
    }

    /** Of the last ones read. */
    public long[] millis() {
        return millis;
    }

    /** Of the last ones read. */
    public double[] values() {
        return values;
    }

    private void divide(int count) {
        if (!beyond.isConstant(0)) {
            for (int i = 0; i < count; i++) {
                values[i] = Fractions.value(numerator[i], denominator[i], offset[i]);
            }
        } else if (denominators.isConstant(1)) {
            for (int i = 0; i < count; i++) {
                values[i] = numerator[i];
            }
        } else {
            for (int i = 0; i < count; i++) {
                values[i] = numerator[i] / (double) denominator[i];
            }
        }
    }
}
