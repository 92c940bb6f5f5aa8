package io.tidemark.threshold;

/** What one side of a condition amounts to now. */
sealed interface Value {

    /** A number in base units. */
    record Known(double number) implements Value {}

    /** There were attempts and no success, so that there is no latency; the reason is the run's, and may be empty. */
    record NoSuccess(String reason) implements Value {}

    /** There is no number, for a reason. */
    record Unknown(String reason) implements Value {}
}
