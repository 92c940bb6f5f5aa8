package io.tidemark.probe.engine;

import java.time.Duration;

/** What decides when the next operation of a run begins. */
public sealed interface Pace {

    /**
     * A worker begins its next operation when the last one has ended: a slow target is asked less often, so that what
     * its users would have waited is not seen.
     *
     * @param think pause before the next operation
     */
    record Closed(Duration think) implements Pace {
        static final Closed AT_ONCE = new Closed(Duration.ZERO);
    }

    /**
     * Operations begin at a fixed rate whatever became of those before, and last from the instant they were to begin,
     * as for users who do not know of one another. Source: Tene, How NOT to Measure Latency (coordinated omission).
     */
    record Open(double perSecond) implements Pace {}
}
