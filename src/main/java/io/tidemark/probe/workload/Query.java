package io.tidemark.probe.workload;

import io.tidemark.metric.Excerpt;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The user's own SQL and what must hold of its answer, checked when it is configured.
 *
 * <p>It is one statement, and a reading one: it runs in a read-only transaction. Where the target allows writes it may
 * also be an insert, update, delete or merge; that runs in an ordinary transaction. Either is rolled back every time, so
 * that a probe changes nothing for good. What a rollback does not undo (numbers taken from a sequence, tables of an
 * engine without transactions, what a function does elsewhere) is a reason to give the probe a user that may only read.
 */
public final class Query implements Task {

    private static final Set<String> READING = Set.of("select", "with", "values", "table", "show", "explain",
            "describe");
    private static final Set<String> WRITING = Set.of("insert", "update", "delete", "merge");
    /** The first word, after comments and parentheses. */
    private static final Pattern FIRST = Pattern.compile(
            "\\A(?:\\s++|\\(|--[^\\n]*+(?:\\n|\\z)|/\\*(?!!|M!).*?\\*/)*+([a-z]++)(?![\\w$])",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String statement;
    private final boolean writes;
    private final Optional<Expectation> rows;
    private final Map<String, Expectation> values;

    private Query(String statement, boolean writes, Optional<Expectation> rows, Map<String, Expectation> values) {
        this.statement = statement;
        this.writes = writes;
        this.rows = rows;
        this.values = values;
    }

    /**
     * Reads what was configured; sends nothing.
     *
     * @param key where it stands, for messages
     * @param statement one statement
     * @param rows what the number of rows must be, such as `>= 1`
     * @param values what the first row must hold, by column, such as `= 'open'` or `< 100`
     * @param writable whether the target allows writes
     * @throws IllegalArgumentException with one sentence that names the key
     */
    public static Query parse(String key, @Nullable String statement, @Nullable String rows,
            @Nullable Map<String, String> values, boolean writable) {
        if (statement == null || statement.isBlank()) {
            throw new IllegalArgumentException(key + ".statement: is missing");
        }
        String sql = statement.strip();
        OptionalInt second = SingleStatement.second(sql);
        if (second.isPresent()) {
            throw new IllegalArgumentException(key + ".statement: must be one statement, but a second one begins at"
                    + " character " + (second.getAsInt() + 1));
        }
        Map<String, Expectation> wanted = new LinkedHashMap<>();
        if (values != null) {
            values.forEach((column, written) -> wanted.put(column.toLowerCase(Locale.ROOT),
                    Expectation.parse(key + ".values." + column, written)));
        }
        return new Query(sql, writes(key, sql, writable),
                rows == null ? Optional.empty() : Optional.of(Expectation.number(key + ".rows", rows)), wanted);
    }

    private static boolean writes(String key, String sql, boolean writable) {
        Matcher first = FIRST.matcher(sql);
        String word = first.find() ? first.group(1).toLowerCase(Locale.ROOT) : "";
        if (READING.contains(word)) {
            return false;
        }
        if (!WRITING.contains(word)) {
            throw new IllegalArgumentException(key + ".statement: must begin with select, with, values, table, show,"
                    + " explain or describe, or on a target with writes with insert, update, delete or merge");
        }
        if (!writable) {
            throw new IllegalArgumentException(key + ".statement: begins with '" + word
                    + "', but the target does not allow writes");
        }
        return true;
    }

    String statement() {
        return statement;
    }

    /** Whether it begins as a writing statement; a reading one runs in a read-only transaction. */
    @Override
    public boolean writes() {
        return writes;
    }

    /** The first thing that does not hold, with what was expected and what was found; empty when all does. */
    Optional<String> broken(Answer answer) {
        if (rows.isPresent() && !rows.get().holds(Long.toString(answer.rows()))) {
            return Optional.of("the number of rows: expected " + rows.get().written() + ", found " + answer.rows());
        }
        return values.entrySet().stream()
                .filter(value -> !holds(value.getKey(), value.getValue(), answer)).findFirst()
                .map(value -> "column " + value.getKey() + ": expected " + value.getValue().written() + ", found "
                        + found(value.getKey(), answer));
    }

    private static boolean holds(String column, Expectation wanted, Answer answer) {
        return answer.first().filter(row -> row.containsKey(column)).isPresent()
                && wanted.holds(answer.first().get().get(column));
    }

    private static String found(String column, Answer answer) {
        if (answer.first().isEmpty()) {
            return "no row";
        }
        Map<String, @Nullable String> row = answer.first().get();
        String value = row.get(column);
        return !row.containsKey(column) ? "no such column" : value == null ? "null" : quoted(value);
    }

    /** A few words of it: nobody reads a page in an alert. */
    private static String quoted(String value) {
        return "'" + Excerpt.of(value) + "'";
    }
}
