package io.tidemark.history.codec;

import java.util.Arrays;

/**
 * Packs samples into columns of whole numbers: their times, and their values as {@link Fractions} or as bits, whichever takes
 * fewer bytes.
 */
public final class SampleEncoder {

    /** More in one block are refused, so that a few damaged bytes cannot ask for more work than that. */
    static final int MOST = 1 << 24;

    private SampleEncoder() {}

    /**
     * Packs them; {@link SampleDecoder} brings every time and every double back bit for bit.
     *
     * @throws IllegalArgumentException when they are more than 16 million
     */
    public static byte[] encode(Samples samples) {
        int count = samples.size();
        if (count > MOST) {
            throw new IllegalArgumentException(count + " samples are too many for a block, at most " + MOST);
        }
        long[] millis = new long[count];
        double[] values = new double[count];
        Arrays.setAll(millis, samples::millis);
        Arrays.setAll(values, samples::value);
        BitWriter out = new BitWriter();
        out.number(count);
        part(out, NumberColumn.encodeTimes(millis));
        out.bytes(values(values));
        return out.toBytes();
    }

    private static byte[] values(double[] values) {
        byte[] bits = packed(Fractions.bits(values));
        Fractions fractions = Fractions.of(values);
        byte[] packed = fractions == null ? bits : packed(fractions);
        return packed.length < bits.length ? packed : bits;
    }

    private static byte[] packed(Fractions fractions) {
        BitWriter out = new BitWriter();
        part(out, NumberColumn.encode(fractions.numerators()));
        part(out, NumberColumn.encode(fractions.denominators()));
        out.bytes(NumberColumn.encode(fractions.beyond()));
        return out.toBytes();
    }

    private static void part(BitWriter out, byte[] bytes) {
        out.number(bytes.length);
        out.bytes(bytes);
    }
}
