package io.tidemark.history.window;

/** How totals that only grow are read. */
public final class Counters {

    private Counters() {}

    /** What a counter gained between two readings; one that fell was started again at zero (Prometheus' reading). */
    public static double increase(double before, double after) {
        return after >= before ? after - before : after;
    }
}
