package io.tidemark.probe.workload;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers from 0 in a scattered order, each held by one operation at a time, so that the last write of a row is known.
 */
final class Claims {

    private static final double GOLDEN = 0.6180339887;

    private final int size;
    private final long stride;
    private final AtomicLong next = new AtomicLong();
    private final Set<Long> held = ConcurrentHashMap.newKeySet();

    Claims(int size) {
        this.size = size;
        long step = Math.max(1, Math.round(size * GOLDEN));
        while (gcd(step, size) != 1) {
            step++;
        }
        this.stride = step;
    }

    /** @throws IllegalStateException when all are held: operations that never ended keep theirs */
    long take() {
        for (int i = 0; i < size; i++) {
            long number = next.getAndIncrement() * stride % size;
            if (held.add(number)) {
                return number;
            }
        }
        throw new IllegalStateException("each of the " + size + " rows is in an operation that did not end");
    }

    void giveBack(long number) {
        held.remove(number);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
