package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends the smallest statement there is from twice as many workers as connections, so that waiting for a connection can
 * be told from using it. The connections are lent by the engine, which also counts how often one was used again and
 * whether all came back.
 */
class PoolWorkload extends DatabaseWorkload {

    private static final String SELECT = "select 1";
    private static final Traits TRAITS = Traits
            .reading("pool", "Sends the smallest statement there is from more workers"
                    + " than connections, so that they wait for one another.")
            .operations("select").phases("execute")
            .load(1000, 10).connections(5);

    private final LongAdder wrong = new LongAdder();

    PoolWorkload() {
        super(TRAITS, "reuse_rate > 90%", "leaks < 1");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(SELECT);
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) {}

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        return new Select(session.connection().prepareStatement(select()));
    }

    String select() {
        return SELECT;
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) {
        return new Verification.Findings().check(wrong.sum() == 0, wrong.sum() + " statements did not return 1")
                .verification();
    }

    private final class Select implements Operation {

        private final PreparedStatement statement;

        Select(PreparedStatement statement) {
            this.statement = statement;
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            int one;
            watch.start();
            try (ResultSet row = statement.executeQuery()) {
                one = row.next() ? row.getInt(1) : 0;
            }
            watch.stop("select", "execute");
            if (one != 1) {
                wrong.increment();
            }
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
