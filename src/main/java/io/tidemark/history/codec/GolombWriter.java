package io.tidemark.history.codec;

import java.util.Arrays;

/**
 * Writes unsigned numbers that are mostly small: runs of zeros by their length, others by a Golomb-Rice code, both
 * of them following what came before (adaptive run-length Golomb-Rice, Malvar 2006). Takes close to what the numbers' entropy
 * would, needs no table, and {@link GolombReader} is quick.
 */
final class GolombWriter {

    /** Parameters are kept in eighths of a bit. */
    static final int FRACTION = 3;
    static final int MOST_RUN = 10 << FRACTION;
    static final int MOST_RICE = 63 << FRACTION;
    /** Where a number is written as it is. */
    static final int ESCAPE = 24;
    /** How long such a number is. */
    static final int LENGTH_BITS = 6;

    /** How the parameter follows, by the part of a number that is counted. */
    private static final int[] STEPS = steps();

    private final BitWriter out;
    private int run;
    private int rice;
    private int zeros;

    /** @param rice bits of a middling number, to begin with */
    GolombWriter(BitWriter out, int rice) {
        this.out = out;
        this.rice = rice << FRACTION;
    }

    void write(long number) {
        int bits = run >> FRACTION;
        if (bits == 0) {
            code(number);
            run = afterSingle(run, number);
        } else if (number != 0) {
            out.write(1, 1);
            out.write(zeros, bits);
            zeros = 0;
            code(number - 1);
            run = afterRun(run, false);
        } else if (++zeros == 1 << bits) {
            end();
            run = afterRun(run, true);
        }
    }

    /** The reader knows how many there are, so that a run which is cut short may count as a whole one. */
    void end() {
        if (zeros > 0) {
            out.write(0, 1);
            zeros = 0;
        }
    }

    private void code(long number) {
        int bits = rice >> FRACTION;
        long high = number >>> bits;
        if (high >= 0 && high < ESCAPE) {
            out.write(1, (int) high + 1);
            out.write(number, bits);
            rice = afterCode(rice, (int) high);
        } else {
            int length = Long.SIZE - Long.numberOfLeadingZeros(number);
            out.write(0, ESCAPE);
            out.write(length - 1, LENGTH_BITS);
            out.write(number, length);
            rice = afterCode(rice, ESCAPE);
        }
    }

    /** Without a jump for what nobody can foretell: a wrong guess costs a processor more than all the rest. */
    static int afterSingle(int run, long number) {
        int notZero = (int) ((number | -number) >>> (Long.SIZE - 1));
        return Math.max(run + 3 - 6 * notZero, 0);
    }

    static int afterRun(int run, boolean whole) {
        return whole ? Math.min(run + 4, MOST_RUN) : Math.max(run - 6, 0);
    }

    static int afterCode(int rice, int high) {
        return Math.min(Math.max(rice + STEPS[high], 0), MOST_RICE);
    }

    private static int[] steps() {
        int[] steps = new int[ESCAPE + 1];
        Arrays.setAll(steps, high -> high < 2 ? 2 * high - 2 : high);
        return steps;
    }
}
