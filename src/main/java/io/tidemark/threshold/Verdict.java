package io.tidemark.threshold;

/** What a rule says now, with its reason: one sentence with the resolved numbers. */
public sealed interface Verdict {

    /** The sentence as it was judged. */
    Reason sentence();

    default String reason() {
        return sentence().toString();
    }

    /** The condition holds. */
    record Ok(Reason sentence) implements Verdict {
        public Ok(String reason) {
            this(Reason.of(reason));
        }
    }

    /** The condition is false. */
    record Breached(Reason sentence) implements Verdict {
        public Breached(String reason) {
            this(Reason.of(reason));
        }
    }

    /** There is no recent enough input to say. */
    record NoData(Reason sentence) implements Verdict {
        public NoData(String reason) {
            this(Reason.of(reason));
        }
    }

    /** There is input, and it must not be trusted. */
    record Inconclusive(Reason sentence) implements Verdict {
        public Inconclusive(String reason) {
            this(Reason.of(reason));
        }
    }

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
