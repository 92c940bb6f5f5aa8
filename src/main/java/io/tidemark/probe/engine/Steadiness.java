package io.tidemark.probe.engine;

import java.util.Arrays;

/**
 * Tells when latencies have settled: the medians of three windows of up to ten operations in a row lie within 15 % of one
 * another. A median hardly feels an outlier, and three in a row tell a slope from noise. Allocates nothing once made.
 */
final class Steadiness {

    private static final int MOST = 1_000;
    private static final int LARGEST_WINDOW = 10;
    private static final int MEDIANS = 3;
    private static final double BAND = 1.15;

    private final long[] window;
    private final long[] medians = new long[MEDIANS];
    private final int most;
    private int seen;

    /**
     * @param measured operations that will be measured; the warm-up shall not be more than they are. 0 when only time
     *        ends them
     */
    Steadiness(int measured) {
        int size = measured == 0 ? LARGEST_WINDOW : Math.clamp(measured / LARGEST_WINDOW, 2, LARGEST_WINDOW);
        window = new long[size];
        most = measured == 0 ? MOST : Math.clamp(measured, MEDIANS * size, MOST);
    }

    void add(long nanos) {
        window[seen++ % window.length] = nanos;
        if (seen % window.length == 0) {
            Arrays.sort(window);
            medians[seen / window.length % MEDIANS] = window[window.length / 2];
        }
    }

    /** Whether to go on looking: not settled, and still worth it. */
    boolean isOpen() {
        return !isSteady() && seen < most;
    }

    boolean isSteady() {
        if (seen < window.length * MEDIANS) {
            return false;
        }
        long least = Long.MAX_VALUE;
        long highest = 0;
        for (long median : medians) {
            least = Math.min(least, median);
            highest = Math.max(highest, median);
        }
        return highest <= least * BAND;
    }
}
