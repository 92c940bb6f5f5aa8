package io.tidemark.history.codec;

import java.util.Arrays;

/**
 * Reads what {@link GolombWriter} wrote. Not more than a thousand numbers come of a bit, so that damaged bytes soon end.
 * Every sample read goes through its one loop, which keeps to local variables because the compiler the service runs with
 * (C1) does not hold fields in registers.
 */
final class GolombReader {

    private static final int FRACTION = GolombWriter.FRACTION;
    private static final int ESCAPE = GolombWriter.ESCAPE;
    /** With fewer, more are read ahead; most numbers take less. */
    private static final int ENOUGH_BITS = 24;
    /** A run begins with a parameter of one bit. */
    private static final int RUN = 1 << FRACTION;

    /** Zeros that a byte begins with. To C1, counting those of a long is a call of a dozen comparisons. */
    private static final byte[] ZEROS = zerosOfBytes();

    private final BitReader in;
    private int run;
    private int rice;
    private int zeros;
    private boolean behindRun;

    GolombReader(BitReader in, int rice) {
        this.in = in;
        this.rice = rice << FRACTION;
    }

    private static byte[] zerosOfBytes() {
        byte[] zeros = new byte[1 << Byte.SIZE];
        for (int i = 0; i < zeros.length; i++) {
            zeros[i] = (byte) (Integer.numberOfLeadingZeros(i) - (Integer.SIZE - Byte.SIZE));
        }
        return zeros;
    }

    /** Reads the next so many. */
    void read(long[] numbers, int count) {
        int i = 0;
        while (i < count) {
            if (zeros > 0) {
                int some = Math.min(zeros, count - i);
                Arrays.fill(numbers, i, i + some, 0);
                zeros -= some;
                i += some;
            } else if (behindRun) {
                behindRun = false;
                numbers[i++] = code() + 1;
            } else if (run >= RUN) {
                startRun(run >> FRACTION);
            } else {
                i = codes(numbers, i, count);
            }
        }
    }

    private void startRun(int bits) {
        behindRun = in.read(1) == 1;
        zeros = behindRun ? (int) in.read(bits) : 1 << bits;
        run = GolombWriter.afterRun(run, !behindRun);
    }

    private long code() {
        int high = in.zeros(ESCAPE);
        int bits = rice >> FRACTION;
        rice = GolombWriter.afterCode(rice, high);
        if (high == ESCAPE) {
            return in.read((int) in.read(GolombWriter.LENGTH_BITS) + 1);
        }
        return ((long) high << bits) | in.read(bits);
    }

    /** Numbers that stand alone, up to where a run begins. */
    private int codes(long[] numbers, int from, int to) {
        long window = in.window();
        int valid = in.valid();
        int parameter = rice;
        int alone = run;
        int i = from;
        while (i < to && alone < RUN) {
            if (valid < ENOUGH_BITS) {
                in.resume(window, valid);
                in.fillUp();
                window = in.window();
                valid = in.valid();
            }
            int bits = parameter >> FRACTION;
            int high = ZEROS[(int) (window >>> (Long.SIZE - Byte.SIZE))];
            int length = high + 1 + bits;
            long number;
            if (length <= valid && high < Byte.SIZE) {
                window <<= high + 1;
                number = ((long) high << bits) | ((window >>> 1) >>> (Long.SIZE - 1 - bits));
                window <<= bits;
                valid -= length;
                parameter = GolombWriter.afterCode(parameter, high);
            } else {
                in.resume(window, valid);
                rice = parameter;
                number = code();
                parameter = rice;
                window = in.window();
                valid = in.valid();
            }
            alone = GolombWriter.afterSingle(alone, number);
            numbers[i++] = number;
        }
        in.resume(window, valid);
        rice = parameter;
        run = alone;
        return i;
    }
}
