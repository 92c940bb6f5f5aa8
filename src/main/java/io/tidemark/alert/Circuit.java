package io.tidemark.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a receiver takes messages. Open after three failures in a row: one attempt at a time then finds out whether
 * it is back, further and further apart.
 *
 * @param failures attempts that failed in a row
 * @param since when the first of them ended
 * @param reason of the last of them
 * @param next when it is tried again
 */
public record Circuit(int failures, @Nullable Instant since, @Nullable String reason, @Nullable Instant next) {

    static final Circuit CLOSED = new Circuit(0, null, null, null);

    private static final int OPEN = 3;

    /** Whether it is left alone but for single attempts. */
    public boolean isOpen() {
        return failures >= OPEN;
    }

    Circuit failed(Instant now, String why, Instant again) {
        return new Circuit(failures + 1, since == null ? now : since, why, again);
    }
}
