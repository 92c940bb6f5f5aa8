package io.tidemark.probe.workload;

import java.util.Map;

/**
 * The user's own SQL and what must hold of its answer.
 *
 * @param statement one statement
 * @param rows what the number of rows must be, such as `>= 1`; empty for anything
 * @param values what the first row must hold, by column, such as `= 'open'` or `< 100`
 */
public record Query(String statement, String rows, Map<String, String> values) {

    public Query {
        values = Map.copyOf(values);
    }
}
