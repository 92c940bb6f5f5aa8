package io.tidemark.sampling;

import java.util.function.LongBinaryOperator;

/** Processor time by mode in milliseconds: since boot, or between two readings. */
record CpuTime(long user, long nice, long system, long idle, long iowait, long interrupt, long steal) {

    /** The kernel counts in ticks of 10 ms: with fewer than five of them a share says nothing. */
    private static final long ENOUGH = 50;

    double seconds(CpuMode mode) {
        return millis(mode) / 1e3;
    }

    long total() {
        return busy() + idle + iowait;
    }

    /** The increase; a mode that went back, as iowait may, counts as not moved. */
    CpuTime since(CpuTime before) {
        return with(before, (now, earlier) -> Math.max(0, now - earlier));
    }

    CpuTime plus(CpuTime more) {
        return with(more, Long::sum);
    }

    /** Share of the time that was busy, 0 to 1; NaN when too little time passed. */
    double utilization() {
        return share(busy());
    }

    /** Share of one mode, 0 to 1; NaN when too little time passed. */
    double share(CpuMode mode) {
        return share(millis(mode));
    }

    /** Steal counts as busy: the processor was not there for whoever wanted it. */
    private long busy() {
        return user + nice + system + interrupt + steal;
    }

    private double share(long part) {
        long total = total();
        return total >= ENOUGH ? part / (double) total : Double.NaN;
    }

    private long millis(CpuMode mode) {
        return switch (mode) {
            case USER -> user;
            case NICE -> nice;
            case SYSTEM -> system;
            case IDLE -> idle;
            case IOWAIT -> iowait;
            case INTERRUPT -> interrupt;
            case STEAL -> steal;
        };
    }

    private CpuTime with(CpuTime other, LongBinaryOperator combine) {
        return new CpuTime(combine.applyAsLong(user, other.user), combine.applyAsLong(nice, other.nice),
                combine.applyAsLong(system, other.system), combine.applyAsLong(idle, other.idle),
                combine.applyAsLong(iowait, other.iowait), combine.applyAsLong(interrupt, other.interrupt),
                combine.applyAsLong(steal, other.steal));
    }
}
