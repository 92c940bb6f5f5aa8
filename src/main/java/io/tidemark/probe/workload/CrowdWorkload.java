package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Many writers and readers of one table at once. Every writer numbers its rows and writes the next one when the last is
 * confirmed. So whoever reads must see, of each writer, all the rows up to some number, and that number must be no lower
 * than what was confirmed before the reading began.
 */
abstract class CrowdWorkload extends WritingWorkload {

    private static final Metric LOST = Metric.gauge("probe.lost", Unit.ONE, Better.LOWER,
            "Confirmed rows that are not there");
    private static final Layout LAYOUT = Layout.of("writer", "bigint not null", _ -> "0")
            .and("number", "bigint not null", _ -> "i").and("payload", "varchar(200) not null", Payload::sql);
    /** Room for the rows of one writer among the keys. */
    private static final long RANGE = 10_000_000;
    /** Rows at the end of what a writer has written that a reader reads. */
    private static final int TAIL = 50;
    private static final int MOST_READ = 200;

    private final List<Lane> lanes = new CopyOnWriteArrayList<>();

    CrowdWorkload(Traits traits, String... conditions) {
        super(traits.phases("execute", "fetch").measures(LOST).load(500, 10), conditions);
    }

    /** What one writer has written. A write without an answer ends it, for nobody knows what the next number is. */
    private static final class Lane {

        private final long writer;
        private volatile long tried;
        private volatile long confirmed;

        Lane(long writer) {
            this.writer = writer;
        }
    }

    /** What a worker does, of the two things there are. */
    abstract Operation chosen(int worker, Operation writing, Operation reading);

    @Override
    final OwnTable table(Assignment assignment) {
        return OwnTable.of(assignment, "crowd", LAYOUT);
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(table(assignment).insert(), tail(assignment));
    }

    private String tail(Assignment assignment) {
        return "select writer, number, payload from " + table(assignment).sql()
                + " where run = ? and id > ? and id < ? order by id limit " + MOST_READ;
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement insert = table(assignment).insert(session, assignment);
        PreparedStatement tail = statement(session, tail(assignment));
        tail.setLong(1, assignment.run());
        return Prepared.of(
                chosen(worker, new Writing(insert), new Reading(tail, new SplittableRandom(assignment.seed(worker)))),
                insert, tail);
    }

    private synchronized Lane newLane() {
        Lane lane = new Lane(lanes.size());
        lanes.add(lane);
        return lane;
    }

    /** Writes the next row. */
    private final class Writing implements Operation {

        private final PreparedStatement insert;
        private boolean unanswered = true;
        private Lane lane = new Lane(-1);

        Writing(PreparedStatement insert) {
            this.insert = insert;
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            if (unanswered) {
                lane = newLane();
            }
            next(1);
            long number = lane.confirmed + 1;
            String payload = Payload.of(number);
            lane.tried = number;
            unanswered = true;
            watch.start();
            insert.setLong(2, lane.writer * RANGE + number);
            insert.setLong(4, lane.writer);
            insert.setLong(5, number);
            insert.setString(6, payload);
            insert.executeUpdate();
            watch.stop("write", "execute");
            lane.confirmed = number;
            unanswered = false;
            confirm(1);
        }
    }

    /** Reads the end of what some writer has written so far. */
    private final class Reading implements Operation {

        private final PreparedStatement tail;
        private final SplittableRandom random;

        Reading(PreparedStatement tail, SplittableRandom random) {
            this.tail = tail;
            this.random = random;
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            Lane lane = lanes.isEmpty() ? new Lane(0) : lanes.get(random.nextInt(lanes.size()));
            long confirmed = lane.confirmed;
            long from = Math.max(0, confirmed - TAIL);
            watch.start();
            tail.setLong(2, lane.writer * RANGE + from);
            tail.setLong(3, (lane.writer + 1) * RANGE);
            long last = read(lane.writer, from, watch);
            watch.stop("read", "fetch");
            if (last < confirmed) {
                evidence.found("reads missed rows that were confirmed before",
                        "one saw rows of writer " + lane.writer + " up to " + last + " of " + confirmed);
            }
        }

        private long read(long writer, long from, Stopwatch watch) throws SQLException {
            long last = from;
            try (ResultSet row = tail.executeQuery()) {
                watch.lap("execute");
                for (; row.next(); last = row.getLong(2)) {
                    if (row.getLong(1) != writer || row.getLong(2) != last + 1
                            || !Payload.is(last + 1, row.getString(3))) {
                        evidence.found("reads saw a writer's rows with a gap or a mistake",
                                "row " + row.getLong(2) + " of writer " + writer + " after row " + last);
                    }
                }
            }
            return last;
        }
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws Exception {
        String sql = "select count(*), coalesce(min(number), 1), coalesce(max(number), 0) from "
                + table(assignment).sql() + " where run = ? and id > ? and id < ? and number = id - ?";
        long lost = 0;
        try (PreparedStatement select = statement(session, sql)) {
            select.setLong(1, assignment.run());
            for (Lane lane : lanes) {
                lost += lost(select, lane);
            }
        }
        evidence.measure("lost", lost);
        return super.verify(session, assignment, measured);
    }

    private long lost(PreparedStatement select, Lane lane) throws SQLException {
        long base = lane.writer * RANGE;
        select.setLong(2, base);
        select.setLong(3, base + RANGE);
        select.setLong(4, base);
        try (ResultSet row = select.executeQuery()) {
            row.next();
            long kept = row.getLong(1);
            if (row.getLong(2) != 1 || row.getLong(3) != kept || kept < lane.confirmed || kept > lane.tried) {
                evidence.found("writers' rows are not there as they were confirmed",
                        "writer " + lane.writer + " was confirmed rows 1 to " + lane.confirmed + ", and has " + kept
                                + " from " + row.getLong(2) + " to " + row.getLong(3));
            }
            return Math.max(0, lane.confirmed - kept);
        }
    }
}
