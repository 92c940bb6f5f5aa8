package io.tidemark.threshold;

/** What a rule says now, with its reason: one sentence with the resolved numbers. */
public sealed interface Verdict {

    String reason();

    /** The condition holds. */
    record Ok(String reason) implements Verdict {}

    /** The condition is false. */
    record Breached(String reason) implements Verdict {}

    /** There is no recent enough input to say. */
    record NoData(String reason) implements Verdict {}

    /** There is input, and it must not be trusted. */
    record Inconclusive(String reason) implements Verdict {}

    /** The word used in REST answers. */
    default String code() {
        return switch (this) {
            case Ok _ -> "OK";
            case Breached _ -> "BREACHED";
            case NoData _ -> "NO_DATA";
            case Inconclusive _ -> "INCONCLUSIVE";
        };
    }
}
