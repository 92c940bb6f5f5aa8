package io.tidemark.probe.workload;

import io.tidemark.probe.target.Dialect;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a database would answer a query, in its own words.
 *
 * @param text what `explain` said
 */
record QueryPlan(Dialect dialect, String text) {

    /** PostgreSQL's JSON; what an index is asked for stands in its condition. */
    private static final Pattern POSTGRES_CONDITION = Pattern.compile("\"Index Cond\": \"([^\"]*)\"");
    /** MariaDB's JSON; how far into an index it looks stands there column by column. */
    private static final Pattern MARIADB_KEY = Pattern.compile("\"used_key_parts\": \\[([^\\]]*)\\]");
    /** H2 writes the index and its conditions into a comment behind the table. */
    private static final Pattern H2_ACCESS = Pattern.compile("/\\*(.*?)\\*/", Pattern.DOTALL);

    /**
     * A query and the column by which an index must find its rows, or by which it must already be in order.
     *
     * @param name for people
     */
    record Expected(String name, String column, String sql, boolean isSorted) {

        Expected(String name, String column, String sql) {
            this(name, column, sql, false);
        }

        static Expected sorted(String name, String column, String sql) {
            return new Expected(name, column, sql, true);
        }
    }

    /** Why the plan is not what an index makes possible; empty when it is. */
    Optional<String> shortcoming(Expected query) {
        if (scansEverything()) {
            return Optional.of("reads the whole table");
        }
        if (query.isSorted()) {
            return sortsByItself() ? Optional.of("sorts by " + query.column()) : Optional.empty();
        }
        return isFoundBy(query.column())
                ? Optional.empty()
                : Optional.of("has no index that finds rows by " + query.column());
    }

    private boolean scansEverything() {
        return switch (dialect) {
            case POSTGRESQL -> text.contains("\"Node Type\": \"Seq Scan\"");
            case MARIADB -> text.contains("\"access_type\": \"ALL\"");
            case H2 -> text.contains(".tableScan");
        };
    }

    private boolean sortsByItself() {
        return switch (dialect) {
            case POSTGRESQL -> text.contains("\"Node Type\": \"Sort\"")
                    || text.contains("\"Node Type\": \"Incremental Sort\"");
            case MARIADB -> text.contains("\"filesort\"");
            case H2 -> !text.contains("/* index sorted");
        };
    }

    private boolean isFoundBy(String column) {
        return switch (dialect) {
            case POSTGRESQL -> isIn(POSTGRES_CONDITION, "\\b" + column + "\\b");
            case MARIADB -> isIn(MARIADB_KEY, "\"" + column + "\"");
            // A list of whole keys is shown without their columns.
            case H2 -> isIn(H2_ACCESS, "\\b" + column + "\\b|: +in\\(row");
        };
    }

    private boolean isIn(Pattern accesses, String wanted) {
        Pattern words = Pattern.compile(wanted);
        return accesses.matcher(text).results().map(access -> access.group(1).toLowerCase(Locale.ROOT))
                .anyMatch(access -> words.matcher(access).find());
    }
}
