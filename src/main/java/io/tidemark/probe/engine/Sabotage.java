package io.tidemark.probe.engine;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import java.util.concurrent.locks.LockSupport;

/** The faults of one worker: spread evenly, so that a share of 20 % is every fifth operation and not one in five or so. */
final class Sabotage {

    private static final double ROUNDING = 1e-9;

    private final Faults faults;
    private double fail;
    private double slow;
    private double cut;

    Sabotage(Faults faults) {
        this.faults = faults;
    }

    /** What befalls the next operation. Delays it by as much as is returned, in nanoseconds. */
    long strike(Seat<?> seat) throws ProbeException {
        fail += faults.fail();
        slow += faults.slow();
        cut += faults.cut();
        if (isDue(fail)) {
            fail--;
            throw new ProbeException(new Failure(Kind.INJECTED, "failed on purpose"), null);
        }
        if (isDue(cut)) {
            cut--;
            seat.cut();
        }
        return isDue(slow) ? delay() : 0;
    }

    private static boolean isDue(double sum) {
        return sum >= 1 - ROUNDING;
    }

    private long delay() {
        slow--;
        long from = System.nanoTime();
        LockSupport.parkNanos(faults.slowBy().toNanos());
        return System.nanoTime() - from;
    }
}
