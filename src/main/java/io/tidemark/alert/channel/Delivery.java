package io.tidemark.alert.channel;

import java.time.Duration;
import java.util.Optional;

/** How one attempt to tell went; reasons are one sentence without secrets. */
public sealed interface Delivery {

    /** The receiver has acknowledged. */
    record Delivered() implements Delivery {}

    /**
     * The receiver could not take it now.
     *
     * @param after how long it asked to be left alone
     */
    record Retry(String reason, Optional<Duration> after) implements Delivery {}

    /** The receiver does not take this message; a part of it, or another, it may. */
    record Unacceptable(String reason) implements Delivery {}

    /** The receiver will never take it, or anything of ours. */
    record Rejected(String reason) implements Delivery {}
}
