package io.tidemark.probe.engine;

import io.tidemark.probe.target.Session;
import java.util.Arrays;

/**
 * The engine's operation beside a bare one on the same connection, in turn, so that whatever else the machine does befalls
 * both alike.
 */
final class Alternation<S extends Session> {

    private static final int WARMUP = 5_000;

    private final Worker<S> worker;
    private final Seat<S> seat;
    private final Bare bare;

    /** The same work without the engine. */
    interface Bare {
        void run() throws Exception;
    }

    /** Medians in microseconds: of the bare operation, of the engine's as it tells it, and of its whole step. */
    record Medians(double bare, double told, double whole) {

        @Override
        public String toString() {
            return "bare %.2f us; as told %.2f us (%+.2f %%); the engine's whole step %.2f us (%+.2f %%)".formatted(
                    bare,
                    told, 100 * (told / bare - 1), whole, 100 * (whole / bare - 1));
        }
    }

    Alternation(Worker<S> worker, Seat<S> seat, Bare bare) {
        this.worker = worker;
        this.seat = seat;
        this.bare = bare;
    }

    Medians compare(int operations) throws Exception {
        long[] alone = new long[operations];
        long[] told = new long[operations];
        long[] whole = new long[operations];
        for (int i = -Math.min(WARMUP, operations); i < operations; i++) {
            int at = Math.max(i, 0);
            if (i % 2 == 0) {
                engine(told, whole, at);
                bare(alone, at);
            } else {
                bare(alone, at);
                engine(told, whole, at);
            }
        }
        return new Medians(median(alone), median(told), median(whole));
    }

    private void bare(long[] nanos, int at) throws Exception {
        long from = System.nanoTime();
        bare.run();
        nanos[at] = System.nanoTime() - from;
    }

    /** A failure would be a fast operation. */
    private void engine(long[] told, long[] whole, int at) {
        long from = System.nanoTime();
        boolean done = worker.step(seat, from);
        whole[at] = System.nanoTime() - from;
        told[at] = worker.lastNanos();
        if (!done) {
            throw new IllegalStateException("an operation failed");
        }
    }

    static double median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] / 1e3;
    }
}
