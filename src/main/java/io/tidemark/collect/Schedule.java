package io.tidemark.collect;

import io.tidemark.metric.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * When each source is due, on a grid of its own that never drifts: a random first phase keeps sources of one interval
 * apart, and a slot that was missed (a frozen machine, a clock that stood still) is left out, never made up for. Within
 * the first tenth of its slot the instant is moved now and then, so that nothing stays in step with what else happens
 * at fixed times, such as the kernel's count of its load every five seconds; not every time, since steps that are equal
 * pack best. Not thread-safe.
 */
final class Schedule {

    /** However long the interval, the first observation is not further away than this. */
    static final long LONGEST_FIRST_WAIT = 5_000_000_000L;
    /** Slots after which the instant within a slot is drawn again. */
    static final int STEADY_SLOTS = 64;
    private static final int JITTER_PART = 10;
    private static final long MOST_JITTER = 500_000_000L;

    private final PriorityQueue<Due> slots = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private final RandomGenerator random;

    /** @param now nanoseconds of the ticker that {@link #due} is asked with */
    Schedule(List<Source> sources, RandomGenerator random, long now) {
        this.random = random;
        for (Source source : sources) {
            long jitter = jitter(source);
            long phase = random.nextLong(Math.min(interval(source), LONGEST_FIRST_WAIT) - jitter(source));
            slots.add(new Due(source, now + phase, random.nextLong(jitter), 1 + random.nextInt(STEADY_SLOTS)));
        }
    }

    /** The next slot, in nanoseconds of the ticker; far away when there is no source. */
    long next() {
        Due first = slots.peek();
        return first == null ? Long.MAX_VALUE : first.at();
    }

    /** Takes what is due by now, earliest first, and sets each on to its next slot after now. */
    List<Due> due(long now) {
        List<Due> due = new ArrayList<>();
        while (next() <= now) {
            Due slot = slots.remove();
            due.add(slot);
            slots.add(after(slot, now));
        }
        return due;
    }

    private Due after(Due due, long now) {
        long interval = interval(due.source);
        long missed = (now - due.at()) / interval;
        long slot = due.slot + (missed + 1) * interval;
        return due.steady > 1
                ? new Due(due.source, slot, due.jitter, due.steady - 1)
                : new Due(due.source, slot, random.nextLong(jitter(due.source)), STEADY_SLOTS);
    }

    private static long interval(Source source) {
        return source.interval().toNanos();
    }

    private static long jitter(Source source) {
        return Math.min(interval(source) / JITTER_PART, MOST_JITTER);
    }

    /**
     * A source and the instant of its slot.
     *
     * @param slot beginning of the slot, on the grid
     * @param jitter how long after it the source is due
     * @param steady slots for which that stays so, this one included
     */
    record Due(Source source, long slot, long jitter, int steady) {

        long at() {
            return slot + jitter;
        }
    }
}
