package io.tidemark.history.codec;

/**
 * Guesses each number of a column from those before it, so that only what it is off by has to be kept. All sums may wrap: what
 * is taken away comes back all the same.
 */
sealed interface Predictor {

    /** Puts what the guess is off by, as {@link ZigZag} has it, in the place of each number. */
    void reduce(long[] numbers, int count);

    /** Puts the numbers back in the place of what the guesses were off by; goes on where the last call ended. */
    void restore(long[] numbers, int count);

    /** A level that follows the numbers, by a fraction of 2 to the minus shift each time; 0 means the number before. */
    final class Level implements Predictor {

        private final int shift;
        private long level;

        Level(int shift) {
            this.shift = shift;
        }

        @Override
        public void reduce(long[] numbers, int count) {
            for (int i = 0; i < count; i++) {
                long off = numbers[i] - (level >> shift);
                level += off;
                numbers[i] = ZigZag.encode(off);
            }
        }

        @Override
        public void restore(long[] numbers, int count) {
            long now = level;
            for (int i = 0; i < count; i++) {
                long off = ZigZag.decode(numbers[i]);
                numbers[i] = (now >> shift) + off;
                now += off;
            }
            level = now;
        }
    }

    /** The number before and a slope that follows as a {@link Level} does; a shift of 0 means the slope before. */
    final class Trend implements Predictor {

        private final int shift;
        private long slope;
        private long before;

        Trend(int shift, long slope) {
            this.shift = shift;
            this.slope = slope << shift;
            this.before = -slope;
        }

        @Override
        public void reduce(long[] numbers, int count) {
            for (int i = 0; i < count; i++) {
                long off = numbers[i] - before - (slope >> shift);
                before = numbers[i];
                slope += off;
                numbers[i] = ZigZag.encode(off);
            }
        }

        @Override
        public void restore(long[] numbers, int count) {
            long last = before;
            long now = slope;
            for (int i = 0; i < count; i++) {
                long off = ZigZag.decode(numbers[i]);
                last += (now >> shift) + off;
                now += off;
                numbers[i] = last;
            }
            before = last;
            slope = now;
        }
    }

    /**
     * Times that are due at equal steps and taken a little later, each time by another little. The grid creeps after a
     * clock that drifts, by an eighth of a millisecond a step, and skips what was left out.
     */
    final class Grid implements Predictor {

        private static final int FRACTION = 3;

        private final long step;
        private long due;

        Grid(long step) {
            this.step = step;
        }

        @Override
        public void reduce(long[] numbers, int count) {
            for (int i = 0; i < count; i++) {
                long off = numbers[i] - (due >> FRACTION);
                numbers[i] = ZigZag.encode(off);
                due = next(due, off);
            }
        }

        @Override
        public void restore(long[] numbers, int count) {
            long now = due;
            for (int i = 0; i < count; i++) {
                long off = ZigZag.decode(numbers[i]);
                numbers[i] = (now >> FRACTION) + off;
                now = next(now, off);
            }
            due = now;
        }

        private long next(long now, long off) {
            if (off > step >> 1 || off < -(step >> 1)) {
                long missed = step == 0 ? off : Math.floorDiv(off + (step >> 1), step) * step;
                return now + ((missed + step) << FRACTION);
            }
            return now + (step << FRACTION) + Long.signum(off);
        }
    }
}
