package io.tidemark.probe.engine;

import java.util.concurrent.locks.LockSupport;

/** Tells one worker when to begin its next operation, and waits until then. Allocates nothing. */
abstract class Pacer {

    /** What a timer overshoots by on a quiet machine; the rest is spent looking at the clock. */
    private static final long OVERSHOOT_NANOS = 80_000;
    /** A run that is cut short is noticed after that. */
    private static final long LONGEST_NAP_NANOS = 200_000_000;

    final Timetable timetable;
    private final boolean exact;
    private long intended;
    private Stage stage;

    /** @param exact whether waiting may cost a processor for the last moment, for the sake of the right one */
    Pacer(Timetable timetable, boolean exact) {
        this.timetable = timetable;
        this.exact = exact;
        this.stage = timetable.stages().getFirst();
    }

    /**
     * Waits for the next operation's turn.
     *
     * @param now when the last one ended
     * @return whether there is one; false once the run is over
     */
    abstract boolean next(long now);

    /** Whether to go on although the worker could not connect. */
    abstract boolean survivesLostConnection();

    final void intend(long when, Stage within) {
        intended = when;
        stage = within;
    }

    /** When the operation was to begin. */
    final long intended() {
        return intended;
    }

    final Stage stage() {
        return stage;
    }

    final void await(long until) {
        long margin = exact ? OVERSHOOT_NANOS : 0;
        for (long left = until - System.nanoTime(); left > 0 && !isPointless(); left = until - System.nanoTime()) {
            if (left > margin) {
                LockSupport.parkNanos(Math.min(left - margin, LONGEST_NAP_NANOS));
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** No thread at work is interrupted, because that would close the files of a database in this process. */
    private boolean isPointless() {
        return timetable.isOver(System.nanoTime()) || Thread.currentThread().isInterrupted();
    }

    /** As soon as the last one has ended, until so many are done or the time is over. */
    static final class Closed extends Pacer {

        private static final long BREATH_NANOS = 200_000_000;

        private final int worker;
        private final long thinkNanos;
        private final boolean counted;
        private int left;

        /** @param operations the share of this worker; 0 when only time ends it */
        Closed(Timetable timetable, int worker, int operations, boolean counted, long thinkNanos) {
            super(timetable, false);
            this.worker = worker;
            this.counted = counted;
            this.left = operations;
            this.thinkNanos = thinkNanos;
        }

        @Override
        boolean next(long ended) {
            long now = ended;
            if (thinkNanos > 0) {
                await(ended + thinkNanos);
                now = System.nanoTime();
            }
            if (timetable.isStaged()) {
                now = awaitLevel(now);
            }
            if (timetable.isOver(now) || (counted && left-- == 0)) {
                return false;
            }
            intend(now, timetable.at(now));
            return true;
        }

        /** Rests while there are to be fewer workers. */
        private long awaitLevel(long from) {
            long now = from;
            while (!timetable.isOver(now) && worker >= timetable.at(now).level()) {
                await(Math.min(timetable.at(now).to(), now + BREATH_NANOS));
                now = System.nanoTime();
                if (Thread.currentThread().isInterrupted()) {
                    return timetable.end();
                }
            }
            return now;
        }

        /** Refused at once again and again would be a storm. */
        @Override
        boolean survivesLostConnection() {
            if (counted) {
                return false;
            }
            await(System.nanoTime() + BREATH_NANOS);
            return !Thread.currentThread().isInterrupted();
        }
    }

    /** When the next arrival is due; at once if that is past already. */
    static final class Open extends Pacer {

        private final Arrivals arrivals;

        Open(Timetable timetable, Arrivals arrivals, boolean exact) {
            super(timetable, exact);
            this.arrivals = arrivals;
        }

        @Override
        boolean next(long ended) {
            if (!arrivals.take(this)) {
                return false;
            }
            await(intended());
            return true;
        }

        @Override
        boolean survivesLostConnection() {
            return !Thread.currentThread().isInterrupted();
        }
    }
}
