package io.tidemark.metric;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes 64-bit ids in memory, so that they exist while the store is away. Time-ordered: 41 bits of milliseconds since
 * 2020, 10 bits of instance, 12 bits of counter. Never goes back, whatever the clock does.
 */
public final class Ids {

    private static final int INSTANCE_BITS = 10;
    private static final int COUNTER_BITS = 12;

    /** Instances that can share a store. */
    public static final int INSTANCES = 1 << INSTANCE_BITS;

    /** What an id is divided by to have the bits of its instance lowest. */
    public static final int INSTANCE_UNIT = 1 << COUNTER_BITS;

    private static final long EPOCH_MILLIS = 1_577_836_800_000L;

    private final InstantSource clock;
    private final long instance;
    private long last;

    /**
     * @param instance bits that no other instance of the same store uses
     * @param floor the highest id ever given out, or 0
     */
    public Ids(InstantSource clock, int instance, long floor) {
        if (instance < 0 || instance >= INSTANCES) {
            throw new IllegalArgumentException("instance bits must be 0 to " + (INSTANCES - 1) + ", got " + instance);
        }
        this.clock = clock;
        this.instance = instance;
        this.last = floor;
    }

    public synchronized long next() {
        long millis = Math.max(clock.millis() - EPOCH_MILLIS, last >>> (INSTANCE_BITS + COUNTER_BITS));
        long id = compose(millis, 0);
        while (id <= last) {
            long counter = (last & ((1L << COUNTER_BITS) - 1)) + 1;
            boolean full = counter == 1L << COUNTER_BITS || compose(millis, counter) <= last;
            id = full ? compose(++millis, 0) : compose(millis, counter);
        }
        last = id;
        return id;
    }

    /** Rules out everything up to an id that turns out to have been given out before. */
    public synchronized void startAbove(long floor) {
        last = Math.max(last, floor);
    }

    /** The smallest id of an instant: what is older has a smaller id. */
    public static long at(Instant instant) {
        return Math.max(0, instant.toEpochMilli() - EPOCH_MILLIS) << (INSTANCE_BITS + COUNTER_BITS);
    }

    /** When an id was made, to the millisecond. */
    public static Instant instant(long id) {
        return Instant.ofEpochMilli((id >>> (INSTANCE_BITS + COUNTER_BITS)) + EPOCH_MILLIS);
    }

    /** The bits of the instance that ids are made for here. */
    public int instanceBits() {
        return (int) instance;
    }

    /** The bits of the instance that made an id, whatever that instance is called by now. */
    public static int bits(long id) {
        return (int) (id >>> COUNTER_BITS) & (INSTANCES - 1);
    }

    private long compose(long millis, long counter) {
        return millis << (INSTANCE_BITS + COUNTER_BITS) | instance << COUNTER_BITS | counter;
    }
}
