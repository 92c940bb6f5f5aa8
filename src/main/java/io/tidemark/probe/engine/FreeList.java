package io.tidemark.probe.engine;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The free ones of a few numbered things, the one used last on top. A stack without locks and without a node for each
 * entry, because it is used with every operation. Source: Treiber, Systems Programming: Coping with Parallelism, 1986;
 * the count of changes beside the top keeps one that came back meanwhile from being taken for one that never left.
 */
final class FreeList {

    static final int NONE = -1;

    /** In the lower half the uppermost number and one, 0 when there is none; in the upper half the count of changes. */
    private final AtomicLong top = new AtomicLong();
    /** What lies below each, in the same form. */
    private final AtomicIntegerArray below;

    FreeList(int size) {
        below = new AtomicIntegerArray(size);
    }

    void push(int number) {
        long seen;
        do {
            seen = top.get();
            below.set(number, (int) seen);
        } while (!top.compareAndSet(seen, changed(seen, number + 1)));
    }

    /** The uppermost number; {@link #NONE} when all are in use. */
    int pop() {
        long seen;
        int entry;
        do {
            seen = top.get();
            entry = (int) seen;
            if (entry == 0) {
                return NONE;
            }
        } while (!top.compareAndSet(seen, changed(seen, below.get(entry - 1))));
        return entry - 1;
    }

    private static long changed(long seen, int entry) {
        return ((seen >>> Integer.SIZE) + 1) << Integer.SIZE | entry;
    }
}
