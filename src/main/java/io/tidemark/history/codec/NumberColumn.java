package io.tidemark.history.codec;

import java.util.Arrays;
import java.util.List;

/**
 * Whole numbers, packed: the first one, what their distances are multiples of, a way to guess them, and what each guess is
 * off by. The way that takes the fewest bytes is taken.
 */
final class NumberColumn {

    private static final int SHIFT_BITS = 4;
    private static final int CONSTANT = 0;
    private static final int LEVEL = 1;
    private static final int TREND = 2;
    private static final int GRID = 3;
    private static final List<Integer> SHIFTS = List.of(0, 2, 4, 7);

    private NumberColumn() {}

    /** Numbers of any kind. */
    static byte[] encode(long[] numbers) {
        if (isConstant(numbers)) {
            return constant(numbers);
        }
        long factor = factor(numbers);
        byte[] shortest = {};
        for (int shift : SHIFTS) {
            shortest = shorter(shortest, encode(numbers, factor, LEVEL, shift, 0));
            shortest = shorter(shortest, encode(numbers, factor, TREND, shift, slope(numbers, factor)));
        }
        return shortest;
    }

    /** Times, most of them at equal steps. */
    static byte[] encodeTimes(long[] millis) {
        if (isConstant(millis)) {
            return constant(millis);
        }
        return shorter(encode(millis, 1, GRID, 0, usualStep(millis)),
                encode(millis, 1, TREND, 0, slope(millis, 1)));
    }

    private static byte[] constant(long[] numbers) {
        BitWriter out = new BitWriter();
        out.write(CONSTANT, Byte.SIZE);
        out.signed(numbers.length == 0 ? 0 : numbers[0]);
        return out.toBytes();
    }

    private static byte[] encode(long[] numbers, long factor, int way, int shift, long slope) {
        long[] rest = new long[numbers.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = factor == 1 ? numbers[i] - numbers[0] : (numbers[i] - numbers[0]) / factor;
        }
        predictor(way, shift, slope).reduce(rest, rest.length);
        int rice = middlingBits(rest);
        BitWriter out = new BitWriter();
        out.write(((long) shift << SHIFT_BITS) | way, Byte.SIZE);
        out.signed(numbers[0]);
        out.number(factor);
        out.signed(slope);
        out.write(rice, Byte.SIZE);
        GolombWriter golomb = new GolombWriter(out, rice);
        for (long one : rest) {
            golomb.write(one);
        }
        golomb.end();
        return out.toBytes();
    }

    /** Reads a column packed by either. */
    static Reader reader(BitReader in) {
        int kind = (int) in.read(Byte.SIZE);
        long first = in.signed();
        if (kind == CONSTANT) {
            return new Reader(first);
        }
        long factor = in.number();
        long slope = in.signed();
        Predictor predictor = predictor(kind & ((1 << SHIFT_BITS) - 1), kind >> SHIFT_BITS, slope);
        return new Reader(first, factor, predictor, new GolombReader(in, rice(in)));
    }

    private static int rice(BitReader in) {
        int rice = (int) in.read(Byte.SIZE);
        if (rice >= Long.SIZE) {
            throw BitReader.damaged("numbers of " + rice + " bits");
        }
        return rice;
    }

    private static Predictor predictor(int way, int shift, long slope) {
        return switch (way) {
            case LEVEL -> new Predictor.Level(shift);
            case TREND -> new Predictor.Trend(shift, slope);
            case GRID -> new Predictor.Grid(slope);
            default -> throw BitReader.damaged("a column of unknown kind " + way);
        };
    }

    private static boolean isConstant(long[] numbers) {
        for (long one : numbers) {
            if (one != numbers[0]) {
                return false;
            }
        }
        return true;
    }

    /** The greatest common divisor of all distances from the first; 1 when one of them does not fit. */
    private static long factor(long[] numbers) {
        long divisor = 0;
        for (int i = 1; i < numbers.length && divisor != 1; i++) {
            long distance = numbers[i] - numbers[0];
            if (distance == Long.MIN_VALUE || ((numbers[i] ^ numbers[0]) & (numbers[i] ^ distance)) < 0) {
                return 1;
            }
            divisor = divisor(divisor, Math.abs(distance));
        }
        return divisor;
    }

    private static long divisor(long one, long other) {
        long larger = one;
        long smaller = other;
        while (smaller != 0) {
            long rest = larger % smaller;
            larger = smaller;
            smaller = rest;
        }
        return larger;
    }

    private static long slope(long[] numbers, long factor) {
        return (numbers[numbers.length - 1] - numbers[0]) / factor / (numbers.length - 1);
    }

    private static long usualStep(long[] millis) {
        long[] steps = new long[millis.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = millis[i + 1] - millis[i];
        }
        Arrays.sort(steps);
        return Math.max(0, steps[steps.length / 2]);
    }

    private static int middlingBits(long[] numbers) {
        long bits = 0;
        for (long one : numbers) {
            bits += Long.SIZE - Long.numberOfLeadingZeros(one);
        }
        return (int) Math.max(0, bits / numbers.length - 1);
    }

    private static byte[] shorter(byte[] one, byte[] other) {
        return one.length == 0 || other.length < one.length ? other : one;
    }

    /** Reads the numbers in order. */
    static final class Reader {

        private final long first;
        private final long factor;
        private final Predictor predictor;
        private final GolombReader golomb;
        private final boolean constant;
        private boolean filled;

        private Reader(long first, long factor, Predictor predictor, GolombReader golomb) {
            this.first = first;
            this.factor = factor;
            this.predictor = predictor;
            this.golomb = golomb;
            this.constant = false;
        }

        private Reader(long first) {
            this.first = first;
            this.factor = 0;
            this.predictor = new Predictor.Level(0);
            this.golomb = new GolombReader(new BitReader(new byte[0], 0, 0), 0);
            this.constant = true;
        }

        boolean isConstant(long number) {
            return constant && first == number;
        }

        /** Reads the next so many; always into the same array, which a constant column fills once. */
        void read(long[] numbers, int count) {
            if (constant) {
                if (!filled) {
                    Arrays.fill(numbers, first);
                    filled = true;
                }
                return;
            }
            golomb.read(numbers, count);
            predictor.restore(numbers, count);
            for (int i = 0; i < count; i++) {
                numbers[i] = first + factor * numbers[i];
            }
        }
    }
}
