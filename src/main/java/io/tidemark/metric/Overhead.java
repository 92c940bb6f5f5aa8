package io.tidemark.metric;

/** What the reading of this machine may cost and does cost, in processor time of the reading threads. */
public interface Overhead {

    Figures now();

    /**
     * Shares of one core.
     *
     * @param budget what may be used
     * @param used what was used over the last minute or two
     * @param slowed sources that are read more seldom than they would be, to stay within the budget
     */
    record Figures(double budget, double used, int slowed) {}
}
