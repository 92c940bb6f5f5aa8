package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;

/** Reads the 50 rows that were written last, newest first, through an index. */
class Recent50Workload extends ReadingWorkload {

    private static final int ROWS = 50;
    /** A prime above the most rows there may be: so the instants differ and are in no order of the keys. */
    private static final int SCATTER = 1_000_003;
    private static final Layout LAYOUT = Layout
            .of("made_at", "bigint not null", _ -> "1700000000000 + 1000 * mod(i * 7919, " + SCATTER + ")")
            .and("payload", "varchar(200) not null", Payload::sql).index("run, made_at");

    private volatile long[] newest = {};

    Recent50Workload() {
        super(Traits.reading("recent-50", "Reads the 50 rows that were written last, newest first, through an index.")
                .operations("recent").phases("execute", "fetch").rows(1_000, ROWS), "p95 < 100ms");
    }

    /** When a row says it was written, in milliseconds. */
    private static long madeAt(long id) {
        return 1_700_000_000_000L + 1_000 * (id * 7919 % SCATTER);
    }

    @Override
    OwnTable table(Assignment assignment) {
        return OwnTable.of(assignment, "recent", LAYOUT);
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("select id, made_at, payload from " + table(assignment).sql()
                + " where run = 0 order by run desc, made_at desc limit " + ROWS);
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        super.prepare(session, assignment);
        newest = LongStream.rangeClosed(1, last(session, table(assignment))).map(id -> -madeAt(id)).sorted()
                .limit(ROWS).map(made -> -made).toArray();
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement select = statement(session, statements(assignment).getFirst());
        boolean ours = ours(assignment);
        long[] read = new long[ROWS];
        return Prepared.of(watch -> {
            watch.start();
            int count = read(select, read, ours, watch);
            watch.stop("recent", "fetch");
            if (count != ROWS || !isNewest(read, ours)) {
                evidence.found("queries did not return the newest rows, newest first",
                        count + " rows from " + read[0] + " to " + read[ROWS - 1]);
            }
        }, select);
    }

    private static int read(PreparedStatement select, long[] read, boolean ours, Stopwatch watch)
            throws SQLException {
        int count = 0;
        try (ResultSet row = select.executeQuery()) {
            watch.lap("execute");
            while (row.next() && count < ROWS) {
                boolean right = !ours || Payload.is(row.getLong(1), row.getString(3));
                read[count++] = right ? row.getLong(2) : 0;
            }
        }
        return count;
    }

    private boolean isNewest(long[] read, boolean ours) {
        long[] expected = newest;
        for (int i = 0; i < ROWS; i++) {
            if (ours ? read[i] != expected[i] : i > 0 && read[i] > read[i - 1]) {
                return false;
            }
        }
        return true;
    }
}
