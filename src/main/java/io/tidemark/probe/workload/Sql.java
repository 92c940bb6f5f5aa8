package io.tidemark.probe.workload;

import io.tidemark.probe.target.Dialect;

/** Pieces of SQL that databases write differently. What is the same everywhere stands where it is used. */
record Sql(Dialect dialect) {

    /** A relation with one column `i`, from one parameter to the other. */
    String numbers() {
        return switch (dialect) {
            case POSTGRESQL -> "generate_series(?::bigint, ?::bigint) as numbers(i)";
            case H2 -> "(select x as i from system_range(?, ?)) as numbers";
        };
    }

    /** A number or the like as text. */
    String text(String expression) {
        return switch (dialect) {
            case POSTGRESQL, H2 -> "cast(" + expression + " as varchar)";
        };
    }

    /** Ends an insert that may meet rows another instance has just made. */
    String unlessThere() {
        return switch (dialect) {
            case POSTGRESQL -> " on conflict do nothing";
            case H2 -> "";
        };
    }

    /** Deletes a bounded number of rows of our own tables, whose key is run and id. */
    String deletePiece(String table, String where, int rows) {
        return switch (dialect) {
            case POSTGRESQL -> "delete from " + table + " where (run, id) in (select run, id from " + table + " where "
                    + where + " limit " + rows + ")";
            case H2 -> "delete from " + table + " where " + where + " fetch first " + rows + " rows only";
        };
    }

    String anHourAgo() {
        return switch (dialect) {
            case POSTGRESQL, H2 -> "current_timestamp - interval '1' hour";
        };
    }

    /** The type and default of the instant a row was written at. */
    String writtenAt() {
        return switch (dialect) {
            case POSTGRESQL, H2 -> "timestamp with time zone default current_timestamp not null";
        };
    }
}
