package io.tidemark.history.window;

import io.tidemark.metric.Series;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Windows that lack what was seen before they were held, in the order of asking. Safe for many threads. */
public final class Wishes {

    private final LongSupplier ticker;
    private final long patience;
    private final Map<Series, Long> open = new LinkedHashMap<>();
    /** Nearly always, and asked very often. */
    private volatile boolean none = true;
    private boolean closed;

    /**
     * @param ticker nanoseconds that are never set back or forth
     * @param patience for how long it is worth waiting for one; nothing is lost when it comes later
     */
    public Wishes(LongSupplier ticker, Duration patience) {
        this.ticker = ticker;
        this.patience = patience.toNanos();
    }

    /** Asks for what the window of a series lacks, or for more of it. */
    synchronized void add(Series series) {
        open.remove(series);
        open.put(series, ticker.getAsLong());
        none = false;
        notifyAll();
    }

    /** Whether it is asked for and worth waiting for. */
    boolean isAwaited(Series series) {
        return !none && isFresh(series);
    }

    private synchronized boolean isFresh(Series series) {
        Long since = open.get(series);
        return since != null && ticker.getAsLong() - since < patience;
    }

    /** Waits until something is asked for; answers with all that is, and since when. Empty once this is closed. */
    synchronized Map<Series, Long> await() throws InterruptedException {
        while (open.isEmpty() && !closed) {
            wait();
        }
        return closed ? Map.of() : new LinkedHashMap<>(open);
    }

    /** To be called when there is no more to be had of what was asked for at that time. */
    synchronized void done(Series series, Long since) {
        open.remove(series, since);
        none = open.isEmpty();
    }

    /** Lets the others go first. */
    synchronized void postpone(Series series) {
        Long since = open.remove(series);
        if (since != null) {
            open.put(series, since);
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
