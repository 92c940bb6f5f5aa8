package io.tidemark.probe.target;

/** Which SQL a database speaks, where ours has to differ. */
public enum Dialect {
    POSTGRESQL,
    H2
}
