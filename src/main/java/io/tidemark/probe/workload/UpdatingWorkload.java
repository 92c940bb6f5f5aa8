package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Updates prepared rows in place, a block of neighbours with one statement. No two operations of a run work on a block
 * at once, so that it is known what each must hold; what another instance has updated meanwhile is not judged.
 */
abstract class UpdatingWorkload extends TableWorkload {

    private static final Layout LAYOUT = Layout.of("payload", "varchar(200) not null", Payload::sql).and("changed_by",
            "bigint not null", _ -> "0");
    /** Blocks looked at afterwards: any, when a long run has updated more. */
    private static final int MOST_CHECKED = 1_000;

    private final String operation;
    private final int block;
    private final AtomicLong tried = new AtomicLong();
    /** What was confirmed of each block last. */
    private final Map<Long, Long> confirmed = new ConcurrentHashMap<>();
    /** Blocks with an update without an answer, which may still be done later: they are not judged. */
    private final Set<Long> doubtful = ConcurrentHashMap.newKeySet();
    private volatile Claims blocks = new Claims(1);

    UpdatingWorkload(Traits traits, int block, String... conditions) {
        super(traits, conditions);
        this.operation = traits.operations().getFirst();
        this.block = block;
    }

    @Override
    final OwnTable table(Assignment assignment) {
        return OwnTable.of(assignment, "updated", LAYOUT);
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(update(assignment));
    }

    private String update(Assignment assignment) {
        return "update " + table(assignment).sql() + " set payload = ?, changed_by = ?, instance = ? where run = 0 and "
                + (block == 1 ? "id = ?" : "id between ? and ?");
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        fill(session, assignment, table(assignment), assignment.rows());
        blocks = new Claims(assignment.rows() / block);
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement update = statement(session, update(assignment));
        update.setLong(2, assignment.run());
        update.setString(3, assignment.instance());
        return Prepared.of(watch -> update(update, watch), update);
    }

    private void update(PreparedStatement update, Stopwatch watch) throws SQLException, InterruptedException {
        Claims claims = blocks;
        long claimed = claims.take();
        try {
            update(update, claimed, watch);
        } catch (SQLException e) {
            doubtful.add(claimed);
            throw e;
        } finally {
            claims.giveBack(claimed);
        }
    }

    private void update(PreparedStatement update, long claimed, Stopwatch watch) throws SQLException {
        long number = tried.incrementAndGet();
        String payload = Payload.of(number);
        watch.start();
        update.setString(1, payload);
        bind(update, 4, claimed);
        int changed = update.executeUpdate();
        watch.stop(operation, "execute");
        if (changed == block) {
            confirmed.put(claimed, number);
        } else {
            evidence.found("updates did not change all of their rows",
                    changed + " of " + block + " from row " + first(claimed));
        }
    }

    private void bind(PreparedStatement statement, int from, long claimed) throws SQLException {
        statement.setLong(from, first(claimed));
        if (block > 1) {
            statement.setLong(from + 1, first(claimed) + block - 1);
        }
    }

    private long first(long claimed) {
        return 1 + claimed * block;
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws Exception {
        String sql = "select payload, changed_by from " + table(assignment).sql()
                + " where run = 0 and instance in ('', ?) and " + (block == 1 ? "id = ?" : "id between ? and ?");
        try (PreparedStatement select = statement(session, sql)) {
            select.setString(1, assignment.instance());
            confirmed.keySet().removeAll(doubtful);
            for (Map.Entry<Long, Long> one : confirmed.entrySet().stream().limit(MOST_CHECKED).toList()) {
                bind(select, 2, one.getKey());
                check(select, assignment.run(), one.getKey(), one.getValue());
            }
        }
        return evidence.verification();
    }

    private void check(PreparedStatement select, long run, long claimed, long number) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                if (row.getLong(2) != run || !Payload.is(number, row.getString(1))) {
                    evidence.found("rows do not hold what was confirmed last",
                            "one from row " + first(claimed) + " of update " + number);
                }
            }
        }
    }
}
