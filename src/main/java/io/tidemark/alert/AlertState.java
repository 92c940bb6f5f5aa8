package io.tidemark.alert;

/** Where an alert stands. */
public enum AlertState {
    /** Broken, not yet for as long as the rule demands; nobody was told. */
    PENDING,
    /** People were or are being told. */
    FIRING,
    /** Over; people were or are being told. */
    RESOLVED
}
