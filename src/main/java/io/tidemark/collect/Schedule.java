package io.tidemark.collect;

import io.tidemark.metric.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * When each source is due, on a grid of its own: a random first phase keeps sources of one interval apart, and a slot
 * that was missed (a frozen machine, a clock that stood still) is left out, never made up for. Not thread-safe.
 */
final class Schedule {

    /** However long the interval, the first observation is not further away than this. */
    static final long LONGEST_FIRST_WAIT = 5_000_000_000L;

    private final PriorityQueue<Due> slots = new PriorityQueue<>(Comparator.comparingLong(Due::at));

    /** @param now nanoseconds of the ticker that {@link #due} is asked with */
    Schedule(List<Source> sources, RandomGenerator random, long now) {
        for (Source source : sources) {
            slots.add(new Due(source, now + random.nextLong(Math.min(interval(source), LONGEST_FIRST_WAIT))));
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
            long missed = (now - slot.at()) / interval(slot.source());
            slots.add(new Due(slot.source(), slot.at() + (missed + 1) * interval(slot.source())));
        }
        return due;
    }

    private static long interval(Source source) {
        return source.description().every().toNanos();
    }

    /** A source and the instant of its slot. */
    record Due(Source source, long at) {}
}
