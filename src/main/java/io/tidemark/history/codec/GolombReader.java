package io.tidemark.history.codec;

import java.util.Arrays;

/** Reads what {@link GolombWriter} wrote. Not more than a thousand numbers come of a bit, so that damaged bytes soon end. */
final class GolombReader {

    private final BitReader in;
    private int run;
    private int rice;
    private int zeros;
    private boolean behindRun;

    GolombReader(BitReader in, int rice) {
        this.in = in;
        this.rice = rice << GolombWriter.FRACTION;
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
            } else if (run >> GolombWriter.FRACTION == 0) {
                long number = code();
                run = GolombWriter.afterSingle(run, number == 0);
                numbers[i++] = number;
            } else {
                startRun(run >> GolombWriter.FRACTION);
            }
        }
    }

    private void startRun(int bits) {
        behindRun = in.read(1) == 1;
        zeros = behindRun ? (int) in.read(bits) : 1 << bits;
        run = GolombWriter.afterRun(run, !behindRun);
    }

    private long code() {
        int high = in.zeros(GolombWriter.ESCAPE);
        int bits = rice >> GolombWriter.FRACTION;
        rice = GolombWriter.afterCode(rice, high);
        if (high == GolombWriter.ESCAPE) {
            return in.read((int) in.read(GolombWriter.LENGTH_BITS) + 1);
        }
        return ((long) high << bits) | in.read(bits);
    }
}
