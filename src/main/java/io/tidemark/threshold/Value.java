package io.tidemark.threshold;

import io.tidemark.history.Growth;
import org.jspecify.annotations.Nullable;

/** What one side of a condition amounts to now. */
sealed interface Value {

    /**
     * A number in base units.
     *
     * @param growth how sure it is, when it is an increase
     */
    record Known(double number, @Nullable Growth growth) implements Value {

        Known(double number) {
            this(number, null);
        }

        /** Whether the other cannot be told from it. */
        boolean mayBe(double other) {
            return growth != null && growth.mayBe(other);
        }
    }

    /** There were attempts and no success, so that there is no latency; the reason is the run's, and may be empty. */
    record NoSuccess(String reason) implements Value {}

    /** There is no number yet, for a moment, because what the window held before is still being read. */
    record Unread() implements Value {}

    /** There is no number, for a reason. */
    record Unknown(String reason) implements Value {}
}
