package io.tidemark.probe.engine;

import java.util.Arrays;

/**
 * Tells when latencies have settled: the medians of three windows of ten operations in a row lie within 15 % of one
 * another. One median of ten hardly feels an outlier, and three in a row tell a slope from noise. Allocates nothing.
 */
final class Steadiness {

    /** Whoever has not settled by then will not within a warm-up. */
    static final int MOST_OPERATIONS = 1_000;

    private static final int WINDOW = 10;
    private static final int MEDIANS = 3;
    private static final double BAND = 1.15;

    private final long[] window = new long[WINDOW];
    private final long[] medians = new long[MEDIANS];
    private int seen;

    void add(long nanos) {
        window[seen++ % WINDOW] = nanos;
        if (seen % WINDOW == 0) {
            Arrays.sort(window);
            medians[seen / WINDOW % MEDIANS] = window[WINDOW / 2];
        }
    }

    boolean isSteady() {
        if (seen < WINDOW * MEDIANS) {
            return false;
        }
        long least = Long.MAX_VALUE;
        long most = 0;
        for (long median : medians) {
            least = Math.min(least, median);
            most = Math.max(most, median);
        }
        return most <= least * BAND;
    }
}
