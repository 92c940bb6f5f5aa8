package io.tidemark.metric;

/** How the taking of an observation went: a value, never an exception. */
public sealed interface Outcome {

    /** Taken; single operations of a run may still have failed. */
    record Succeeded() implements Outcome {
        @Override
        public String reason() {
            return "";
        }
    }

    /** Nothing could be taken; of a run: no operation succeeded. */
    record Failed(String reason) implements Outcome {}

    /** Not finished within its deadline. */
    record TimedOut(String reason) implements Outcome {}

    /** Finished, and what must hold afterwards does not. */
    record Violated(String reason) implements Outcome {}

    /** Not attempted. */
    record Skipped(String reason) implements Outcome {}

    /** One sentence for people; empty when there is nothing to say. Never contains a secret. */
    String reason();

    /** The word used in REST answers, tables and exports. */
    default String code() {
        return switch (this) {
            case Succeeded _ -> "SUCCEEDED";
            case Failed _ -> "FAILED";
            case TimedOut _ -> "TIMED_OUT";
            case Violated _ -> "VIOLATED";
            case Skipped _ -> "SKIPPED";
        };
    }

    /** Whether it could be seen if what must hold afterwards does. */
    default boolean wasVerified() {
        return switch (this) {
            case Succeeded _,Violated _ -> true;
            case Failed _,TimedOut _,Skipped _ -> false;
        };
    }

    /** The outcome a {@link #code()} and its reason stand for. */
    static Outcome of(String code, String reason) {
        return switch (code) {
            case "SUCCEEDED" -> new Succeeded();
            case "FAILED" -> new Failed(reason);
            case "TIMED_OUT" -> new TimedOut(reason);
            case "VIOLATED" -> new Violated(reason);
            case "SKIPPED" -> new Skipped(reason);
            default -> throw new IllegalArgumentException("unknown outcome '" + code + "'");
        };
    }
}
