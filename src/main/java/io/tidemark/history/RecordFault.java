package io.tidemark.history;

import java.io.IOException;
import java.sql.SQLException;

/** Tells a record that can never be written from a store that cannot write now. */
final class RecordFault {

    private RecordFault() {}

    /**
     * Whether the failure is the record's own: SQLSTATE classes 22 (data exception) and 23 (constraint violation), or
     * nothing that has to do with a database. A full disk, a read-only or closing server are the store's.
     */
    static boolean is(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState() == null ? "" : sql.getSQLState();
                return state.startsWith("22") || state.startsWith("23");
            }
            if (cause instanceof IOException || cause instanceof Error) {
                return false;
            }
        }
        return true;
    }
}
