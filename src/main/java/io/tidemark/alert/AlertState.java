package io.tidemark.alert;

/** Where an alert stands. */
public enum AlertState {
    /** Broken, not yet for as long as the rule demands; nobody was told. */
    PENDING,
    /** Broken for as long as the rule demands: people were or are being told, unless a silence holds. */
    FIRING,
    /** Over; whoever was told that it fires was or is being told. */
    RESOLVED
}
