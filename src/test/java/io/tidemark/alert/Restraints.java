package io.tidemark.alert;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Restraint for tests. */
final class Restraints {

    private Restraints() {}

    /** No silence, and no reminder within a test. */
    static Restraint none(LongSupplier ticker) {
        return new Restraint(new SilenceBook(List.of()), Duration.ZERO, ticker);
    }
}
