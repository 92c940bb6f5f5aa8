package io.tidemark.history;

import io.tidemark.history.journal.Column;
import io.tidemark.history.store.Block.SampleSink;
import io.tidemark.history.store.OrderedSamples;
import org.jspecify.annotations.Nullable;

/**
 * Brings blocks that come in the order of their first instants, and what is not in the store yet, into one order; an
 * instant counts once. Holds no more than what overlaps.
 */
final class OverlappingBlocks implements SampleSink {

    private final SampleSink sink;
    private final OrderedSamples held;
    private @Nullable Column recent;
    private long recentFrom = Long.MAX_VALUE;
    private long recentTo = Long.MIN_VALUE;
    private long heldTo = Long.MIN_VALUE;

    /** Shows what lies between two instants, both inclusive. */
    OverlappingBlocks(long from, long to, @Nullable Column recent, SampleSink sink) {
        this.sink = sink;
        this.held = new OrderedSamples(from, to);
        for (int i = 0; recent != null && i < recent.size(); i++) {
            if (recent.millis(i) >= from && recent.millis(i) <= to) {
                recentFrom = Math.min(recentFrom, recent.millis(i));
                recentTo = Math.max(recentTo, recent.millis(i));
            }
        }
        this.recent = recent;
    }

    @Override
    public void block(long startMillis, long endMillis) {
        if (recentFrom <= startMillis) {
            takeRecent();
        }
        begin(startMillis, endMillis);
    }

    @Override
    public void sample(long millis, double value) {
        held.sample(millis, value);
    }

    @Override
    public void samples(long[] millis, double[] values, int count) {
        held.samples(millis, values, count);
    }

    /** To be called once, after all blocks. */
    void end() {
        takeRecent();
        held.drainTo(sink);
    }

    private void begin(long startMillis, long endMillis) {
        if (startMillis > heldTo) {
            held.drainTo(sink);
        }
        heldTo = Math.max(heldTo, endMillis);
    }

    private void takeRecent() {
        Column taken = recent;
        recent = null;
        if (taken == null || recentFrom > recentTo) {
            return;
        }
        begin(recentFrom, recentTo);
        for (int i = 0; i < taken.size(); i++) {
            held.sample(taken.millis(i), taken.value(i));
        }
    }
}
