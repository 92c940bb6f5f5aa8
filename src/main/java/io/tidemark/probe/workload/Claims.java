package io.tidemark.probe.workload;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers from 0 in a scattered order, each held by one operation at a time, so that the last write of a row is known.
 */
final class Claims {

    private static final double GOLDEN = 0.6180339887;

    private final int size;
    private final Semaphore free;
    private final long stride;
    private final AtomicLong next = new AtomicLong();
    private final Set<Long> held = ConcurrentHashMap.newKeySet();

    Claims(int size) {
        this.size = size;
        this.free = new Semaphore(size);
        long step = Math.max(1, Math.round(size * GOLDEN));
        while (gcd(step, size) != 1) {
            step++;
        }
        this.stride = step;
    }

    /** Waits while all are held, which only happens with more workers than numbers. */
    long take() throws InterruptedException {
        free.acquire();
        long number;
        do {
            number = next.getAndIncrement() * stride % size;
        } while (!held.add(number));
        return number;
    }

    void giveBack(long number) {
        held.remove(number);
        free.release();
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
