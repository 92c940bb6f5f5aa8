package io.tidemark.probe.workload;

import io.tidemark.probe.target.ProbeException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a query returned, read to its end within bounds.
 *
 * @param rows how many there were, or how many a writing statement changed
 * @param bytes of all values as text in UTF-8
 * @param first the first row's values by the lower-case name of their column; empty when there was no row
 */
record Answer(long rows, long bytes, Optional<Map<String, @Nullable String>> first) {

    /** Rows to fetch at first; as soon as their size is known, as many at a time as make up so many bytes. */
    static final int FIRST_ROWS = 10;
    private static final long FETCHED_BYTES = 500_000;
    private static final int MOST_FETCHED = 1000;

    /**
     * The most that is read of one answer.
     *
     * @param name of the target, for the sentence that refuses more
     */
    record Bounds(String name, int rows, long bytes) {

        /** Reads all rows; stops, and refuses the answer, where it exceeds a bound. */
        Answer read(ResultSet row, Runnable afterFirst) throws SQLException, ProbeException {
            int columns = row.getMetaData().getColumnCount();
            long read = 0;
            long size = 0;
            Map<String, @Nullable String> first = null;
            while (row.next()) {
                if (++read > rows) {
                    throw ProbeException.refused(name + ": the answer has more than the " + rows
                            + " rows that are read; limit the statement");
                }
                List<@Nullable String> values = new ArrayList<>(columns);
                for (int column = 1; column <= columns; column++) {
                    String value = row.getString(column);
                    values.add(value);
                    size += utf8(value);
                }
                if (size > bytes) {
                    throw ProbeException.refused(name + ": the answer has more than the " + bytes
                            + " bytes that are read; limit the statement or its columns");
                }
                if (first == null) {
                    first = byColumn(row, values);
                    afterFirst.run();
                }
                if (read % FIRST_ROWS == 0) {
                    row.setFetchSize((int) Math.clamp(FETCHED_BYTES * read / (size + 1), 1, MOST_FETCHED));
                }
            }
            return new Answer(read, size, Optional.ofNullable(first));
        }
    }

    private static Map<String, @Nullable String> byColumn(ResultSet row, List<@Nullable String> values)
            throws SQLException {
        Map<String, @Nullable String> named = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            named.putIfAbsent(row.getMetaData().getColumnLabel(i + 1).toLowerCase(Locale.ROOT), values.get(i));
        }
        return named;
    }

    /** How many bytes a text takes, without making them. */
    static long utf8(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Half of a surrogate pair of four.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
