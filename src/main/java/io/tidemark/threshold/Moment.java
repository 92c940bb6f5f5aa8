package io.tidemark.threshold;

import java.time.Duration;
import java.time.Instant;

/**
 * One moment on both clocks: the instant people read, which may be set back and forth, and nanoseconds of a ticker
 * that never is. Lengths of time are taken from the ticker alone, so that a set clock neither fires nor resolves.
 */
record Moment(Instant at, long nanos) {

    Duration since(long earlierNanos) {
        return Duration.ofNanos(nanos - earlierNanos);
    }
}
