package io.tidemark.probe.target;

import java.time.Duration;

/** A database, spoken to through JDBC. */
public sealed interface DatabaseTarget extends Target permits PostgresTarget, MariaDbTarget, H2Target {

    @Override
    DatabaseSession open(Duration limit) throws Exception;
}
