package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Pages through a table from its beginning to its end and again, by offset and by key in turn. By offset the database
 * counts off all the rows before a page; by key it goes straight to the first one.
 */
class PagingWorkload extends ReadingWorkload {

    private static final int PAGE = 500;

    PagingWorkload() {
        super(Traits.reading("paging", "Pages through a table 500 rows at a time, by offset and by key in turn.")
                .operations("offset", "key").phases("execute", "fetch").rows(50_000, PAGE).load(200, 1));
    }

    @Override
    public List<String> statements(Assignment assignment) {
        String select = "select id, payload from " + table(assignment).sql() + " where run = 0 and id <= ?";
        return List.of(select + " order by run, id limit " + PAGE + " offset ?",
                select + " and id > ? order by run, id limit " + PAGE);
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement offset = statement(session, statements(assignment).getFirst());
        PreparedStatement key = statement(session, statements(assignment).getLast());
        Walk byOffset = new Walk("offset", offset, assignment);
        Walk byKey = new Walk("key", key, assignment);
        boolean[] turn = {false};
        return Prepared.of(watch -> {
            turn[0] = !turn[0];
            (turn[0] ? byOffset : byKey).next(watch);
        }, offset, key);
    }

    /** One way through the table, page after page. */
    private final class Walk {

        private final String way;
        private final PreparedStatement select;
        private final int rows;
        private final boolean ours;
        private long passed;
        private long last;

        Walk(String way, PreparedStatement select, Assignment assignment) {
            this.way = way;
            this.select = select;
            this.rows = assignment.rows();
            this.ours = ours(assignment);
        }

        void next(Stopwatch watch) throws SQLException {
            watch.start();
            select.setLong(1, rows);
            select.setLong(2, way.equals("key") ? last : passed);
            int read = readOrStartAnew(watch);
            watch.stop(way, "fetch");
            passed += read;
            if (read < PAGE || last >= rows) {
                finish();
            }
        }

        /** A page that came in part tells nothing of the pages behind it. */
        private int readOrStartAnew(Stopwatch watch) throws SQLException {
            try {
                return read(watch);
            } catch (SQLException e) {
                passed = 0;
                last = 0;
                throw e;
            }
        }

        /** Where a row is not the next one, it is told and the walk goes on from there. */
        private int read(Stopwatch watch) throws SQLException {
            int read = 0;
            try (ResultSet row = select.executeQuery()) {
                watch.lap("execute");
                for (; row.next(); read++) {
                    long id = row.getLong(1);
                    if (ours ? id != last + 1 || !Payload.is(id, row.getString(2)) : id <= last) {
                        evidence.found("pages have rows missing, twice or wrong",
                                "row " + id + " after row " + last + " by " + way);
                    }
                    last = id;
                }
            }
            return read;
        }

        private void finish() {
            if (ours && passed != rows) {
                evidence.found("walks did not pass every row", passed + " of " + rows + " by " + way);
            }
            passed = 0;
            last = 0;
        }
    }
}
