package io.tidemark.threshold;

import org.jspecify.annotations.Nullable;

/** What the inputs of a rule say about one series, without any memory of before. */
sealed interface Finding {

    /** The condition is true. */
    record Holds(Reason reason, double value, double limit) implements Finding {}

    /** The condition is false; without a value when there can be none, because no operation succeeded. */
    record Broken(Reason reason, @Nullable Double value, @Nullable Double limit) implements Finding {}

    /** The condition is false, and the measurement must not be trusted. */
    record Doubtful(String reason, double value, double limit) implements Finding {}

    /** There is no value, and the rule says that this breaks it, however often that was so before. */
    record Absent(String reason, @Nullable Double value, @Nullable Double limit) implements Finding {}

    /** One of the sides is unknown. */
    record Missing(String reason) implements Finding {}

    /** It cannot be said yet, for a moment, because what a window held before is still being read. */
    record Unread() implements Finding {}

    /** Nothing was attempted this time. */
    record Skipped(String reason) implements Finding {}
}
