package io.tidemark.sampling;

import java.time.Duration;

/**
 * How long a reading waits for files that may block for ever.
 *
 * @param all for those of all processes together
 * @param one for those of one process
 */
record Patience(Duration all, Duration one) {

    static final Patience USUAL = new Patience(Duration.ofMillis(50), Duration.ofMillis(20));
}
