package io.tidemark.probe.engine;

/** What a target's governor says to a run that is due. */
public sealed interface Permission {

    /** As configured. */
    record Full() implements Permission {}

    /** One operation, to see whether the trouble is over. */
    record Canary(String reason) implements Permission {}

    /** Not now. */
    record Refused(String reason) implements Permission {}
}
