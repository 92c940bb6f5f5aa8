package io.tidemark.probe.target;

/** Which SQL a database speaks, where ours has to differ. */
public enum Dialect {
    POSTGRESQL,
    /** MariaDB and MySQL, told to take double quotes for names and `||` for joining texts. */
    MARIADB,
    H2
}
