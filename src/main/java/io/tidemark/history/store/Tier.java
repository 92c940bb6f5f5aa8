package io.tidemark.history.store;

import java.time.Instant;

/** How finely something is kept. */
public enum Tier {
    RAW(1),
    MINUTES(60_000),
    HOURS(3_600_000);

    private final long millis;

    Tier(long millis) {
        this.millis = millis;
    }

    /** Length of what becomes one. */
    public long millis() {
        return millis;
    }

    /** Start of the stretch an instant is in. */
    public long floor(long at) {
        return Math.floorDiv(at, millis) * millis;
    }

    /** Start of the stretch an instant is in. */
    public Instant floor(Instant at) {
        return Instant.ofEpochMilli(floor(at.toEpochMilli()));
    }

    /** The coarsest whose stretches never lie across an edge of such steps. */
    public static Tier fitting(long startMillis, long stepMillis) {
        for (Tier tier : new Tier[]{HOURS, MINUTES}) {
            if (startMillis % tier.millis == 0 && stepMillis % tier.millis == 0) {
                return tier;
            }
        }
        return RAW;
    }
}
