package io.tidemark.probe.engine;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;

/** The instants operations are to begin at in an open run: handed out one by one, at the rate of their stage. */
final class Arrivals {

    private static final double SECOND = 1e9;

    private final Timetable timetable;
    private final int most;
    private long next;
    private int taken;

    /** @param most how many there are at the most; 0 when only time ends them */
    Arrivals(Timetable timetable, int most) {
        this.timetable = timetable;
        this.most = most;
        this.next = timetable.stages().getFirst().from();
    }

    /** Whether there is a further one; its taker then knows when it is to begin. */
    synchronized boolean take(Pacer taker) {
        if (!hasNext()) {
            return false;
        }
        taker.intend(next, timetable.at(next));
        next += interval();
        taken++;
        return true;
    }

    /** Counts what nobody took in time: whoever these were for has waited since they were to begin. */
    synchronized void leave(Recorder recorder, String target) {
        Failure failure = new Failure(Kind.UNSTARTED,
                "operations on " + target + " were not even begun in time, because those before took too long");
        for (long now = System.nanoTime(); hasNext() && now - next >= 0; next += interval()) {
            recorder.failure(now - next, failure);
            timetable.at(next).failure(now - next);
            taken++;
        }
    }

    private boolean hasNext() {
        return !timetable.isOver(next) && (most == 0 || taken < most);
    }

    private long interval() {
        return (long) (SECOND / timetable.at(next).level());
    }
}
