package io.tidemark.history;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The arithmetic of {@link Growth}, which says why it is done so. */
final class GrowthFit {

    static final int MOST_BLOCKS = 12;
    static final int LEAST_BLOCKS = 6;
    static final int LEAST_VALUES = 2 * LEAST_BLOCKS;

    /** Student's t for 99 % on both sides, from {@link #FIRST_FREEDOM} degrees of freedom on. */
    private static final double[] STUDENT = {4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169};
    private static final int FIRST_FREEDOM = LEAST_BLOCKS - 2;
    /** However much neighbours seem to make up for each other, this share of the variance stays. */
    private static final double LEAST_VARIANCE = 0.2;
    private static final double LEAST_OF_RANGE = 0.1;
    private static final double FIRST_HALF = 1 / 3.0;
    private static final double LATER_HALF = 2 / 3.0;

    private final double[] times;
    private final double[] means;
    private final double[] ranges;

    private GrowthFit(int blocks) {
        times = new double[blocks];
        means = new double[blocks];
        ranges = new double[blocks];
    }

    static Optional<Growth> of(long[] millis, double[] values) {
        int count = values.length;
        if (count < LEAST_VALUES || millis[count - 1] <= millis[0]) {
            return Optional.empty();
        }
        int blocks = Math.min(MOST_BLOCKS, count / 2);
        GrowthFit fit = new GrowthFit(blocks);
        for (int i = 0; i < blocks; i++) {
            fit.fill(i, millis, values, (int) ((long) i * count / blocks), (int) ((i + 1L) * count / blocks));
        }
        return Optional.of(fit.growth((millis[count - 1] - millis[0]) / 1e3));
    }

    private void fill(int block, long[] millis, double[] values, int from, int to) {
        double time = 0;
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            time += (millis[i] - millis[0]) / 1e3;
            sum += values[i];
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        times[block] = time / (to - from);
        means[block] = sum / (to - from);
        ranges[block] = most - least;
    }

    private Growth growth(double seconds) {
        int blocks = means.length;
        double pace = slope(0, blocks);
        double doubt = Math.max(STUDENT[blocks - 2 - FIRST_FREEDOM] * paceError() * seconds,
                LEAST_OF_RANGE * median(ranges));
        double increase = pace * seconds;
        boolean lasting = slope(0, blocks / 2) / pace >= FIRST_HALF
                && slope(blocks - blocks / 2, blocks) / pace >= LATER_HALF;
        double low = increase - doubt;
        double high = increase + doubt;
        return new Growth(increase, lasting ? low : Math.min(low, 0), lasting ? high : Math.max(high, 0),
                Arrays.stream(means).average().orElseThrow(), Duration.ofMillis(Math.round(seconds * 1e3)), lasting);
    }

    /** By least squares over the blocks from one to before another. */
    private double slope(int from, int to) {
        double time = Arrays.stream(times, from, to).average().orElseThrow();
        double mean = Arrays.stream(means, from, to).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = from; i < to; i++) {
            covariance += (times[i] - time) * (means[i] - mean);
            variance += (times[i] - time) * (times[i] - time);
        }
        return variance > 0 ? covariance / variance : 0;
    }

    /** Standard error of the mean pace from block to block. */
    private double paceError() {
        double[] paces = new double[means.length - 1];
        for (int i = 0; i < paces.length; i++) {
            // Two blocks of one instant can only come of a clock that was set.
            double seconds = Math.max(1e-3, times[i + 1] - times[i]);
            paces[i] = (means[i + 1] - means[i]) / seconds;
        }
        double mean = Arrays.stream(paces).average().orElseThrow();
        double variance = 0;
        double withNext = 0;
        for (int i = 0; i < paces.length; i++) {
            variance += (paces[i] - mean) * (paces[i] - mean);
            withNext += i == 0 ? 0 : (paces[i] - mean) * (paces[i - 1] - mean);
        }
        return Math.sqrt(Math.max(variance + 2 * withNext, LEAST_VARIANCE * variance) / (paces.length - 1)
                / paces.length);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
