package io.tidemark.history.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values as whole numbers: a numerator, a denominator and how many representable numbers the value lies beyond their
 * quotient. Any double can be written so; what is counted in bytes, hundredths of a second or parts of a whole has small
 * ones.
 *
 * @param beyond most often 0; small where a sum or a difference was rounded on its way
 */
@SuppressWarnings("ArrayRecordComponent") // handed on within the package, never compared
record Fractions(long[] numerators, long[] denominators, long[] beyond) {

    private static final double[] DENOMINATORS = {1, 100, 1e3, 1e6, 10, 1e4, 1e5, 2048, 1e7, 1e8, 1e9};
    private static final double LARGEST_NUMERATOR = 1L << 53;
    private static final long LARGEST_DENOMINATOR = 1L << 24;
    // Further away a fraction only happens to be near.
    private static final long NEAR = 1 << 10;
    private static final double PRECISION = 0x1p-50;
    private static final int TRIAL = 32;

    // Nothing but the bits of each double.
    static Fractions bits(double[] values) {
        long[] bits = new long[values.length];
        Arrays.setAll(bits, i -> Double.doubleToRawLongBits(values[i]));
        return new Fractions(new long[values.length], filled(values.length, 1), bits);
    }

    // Over a denominator common to all, or else over small ones; null when these values are no fractions.
    static @Nullable Fractions of(double[] values) {
        for (double denominator : DENOMINATORS) {
            if (suits(values, Math.min(TRIAL, values.length), denominator)
                    && suits(values, values.length, denominator)) {
                return over(values, filled(values.length, (long) denominator));
            }
        }
        return ratios(values);
    }

    static double value(long numerator, long denominator, long beyond) {
        double quotient = numerator / (double) denominator;
        return beyond == 0 ? quotient : Double.longBitsToDouble(Double.doubleToRawLongBits(quotient) + beyond);
    }

    // A few may lie elsewhere.
    private static boolean suits(double[] values, int count, double denominator) {
        int misses = 0;
        for (int i = 0; i < count && misses <= count / 16; i++) {
            double numerator = Math.rint(values[i] * denominator);
            long beyond = Double.doubleToRawLongBits(values[i]) - Double.doubleToRawLongBits(numerator / denominator);
            misses += Math.abs(numerator) < LARGEST_NUMERATOR && Math.abs(beyond) < NEAR ? 0 : 1;
        }
        return misses <= count / 16;
    }

    private static @Nullable Fractions ratios(double[] values) {
        long[] denominators = new long[values.length];
        int misses = 0;
        for (int i = 0; i < values.length; i++) {
            denominators[i] = denominator(values[i]);
            misses += denominators[i] == 0 ? 1 : 0;
            if (misses > Math.max(i + 1, TRIAL) / 16) {
                return null;
            }
        }
        return over(values, alike(denominators));
    }

    // The smallest that gives the value (continued fractions); 0 when there is none.
    private static long denominator(double value) {
        double rest = Math.abs(value);
        if (!(rest < LARGEST_DENOMINATOR)) {
            return 0;
        }
        long before = 0;
        long now = 1;
        double numeratorBefore = 1;
        double numerator = Math.floor(rest);
        double tolerance = PRECISION * Math.max(1, rest);
        double whole = numerator;
        while (Math.abs(numerator / now - Math.abs(value)) > tolerance) {
            rest = 1 / (rest - whole);
            whole = Math.floor(rest);
            if (!(whole * now + before < LARGEST_DENOMINATOR)) {
                return 0;
            }
            long next = ((long) whole) * now + before;
            before = now;
            now = next;
            double nextNumerator = whole * numerator + numeratorBefore;
            numeratorBefore = numerator;
            numerator = nextNumerator;
        }
        return now;
    }

    // 1/2 of two hundred ticks is 100/200: brings denominators near to the one that most of the fractions came from.
    private static long[] alike(long[] denominators) {
        long[] sorted = denominators.clone();
        Arrays.sort(sorted);
        double usual = Math.max(1, sorted[sorted.length * 3 / 4]);
        long[] alike = new long[denominators.length];
        for (int i = 0; i < alike.length; i++) {
            long own = Math.max(1, denominators[i]);
            alike[i] = own * Math.max(1, Math.round(usual / own));
        }
        return alike;
    }

    private static Fractions over(double[] values, long[] denominators) {
        long[] numerators = new long[values.length];
        long[] beyond = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            numerators[i] = (long) Math.rint(values[i] * denominators[i]);
            double quotient = numerators[i] / (double) denominators[i];
            beyond[i] = Double.doubleToRawLongBits(values[i]) - Double.doubleToRawLongBits(quotient);
        }
        return new Fractions(numerators, denominators, beyond);
    }

    private static long[] filled(int length, long value) {
        long[] all = new long[length];
        Arrays.fill(all, value);
        return all;
    }
}
