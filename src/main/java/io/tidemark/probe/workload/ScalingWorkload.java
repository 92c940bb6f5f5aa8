package io.tidemark.probe.workload;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/** Reads 1, 10, 100 and 1,000 rows in turns, to tell what a query costs by itself from what each row adds. */
class ScalingWorkload extends DatabaseWorkload {

    private static final int[] SIZES = {1, 10, 100, 1000};
    private static final int LARGEST = 1000;
    private static final Traits TRAITS = Traits.reading("scaling",
            "Reads 1, 10, 100 and 1,000 rows in turns, to tell what a query costs by itself from what each row adds.")
            .operations("rows-1", "rows-10", "rows-100", "rows-1000").phases("execute", "fetch").rows(LARGEST, LARGEST)
            .load(200, 1)
            .measures(
                    Metric.gauge("probe.fixed_cost", Unit.SECONDS, Better.LOWER,
                            "What a query costs by itself, fitted over its sizes"),
                    Metric.gauge("probe.unit_cost", Unit.SECONDS, Better.LOWER,
                            "What each further row costs, fitted over the sizes"),
                    Metric.gauge("probe.fit", Unit.ONE, Better.HIGHER,
                            "How well the two explain the medians of all sizes, from 0 to 1"));

    private final LongAdder wrong = new LongAdder();

    ScalingWorkload() {
        super(TRAITS, "violations < 1");
    }

    /** The first queries are slow whatever their size, and there are four sizes to share them. */
    @Override
    public int leastWarmup(int rows) {
        return 100;
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(select(assignment));
    }

    private static String select(Assignment assignment) {
        return "select id, payload from " + OwnTable.of(assignment).sql()
                + " where run = 0 and id between ? and ? order by id";
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        OwnTable.of(assignment).prepareRows(session, assignment);
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        return new Read(session.connection().prepareStatement(select(assignment)), assignment, worker);
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) {
        List<String> violations = new Verification.Findings()
                .check(wrong.sum() == 0, wrong.sum() + " queries did not return the rows that were written")
                .verification().violations();
        List<Line.Point> points = IntStream.of(SIZES).mapToObj(size -> point(size, measured))
                .filter(point -> point.y() > 0).toList();
        return new Verification(violations, points.size() < 2 ? Map.of() : told(Line.through(points)));
    }

    private static Line.Point point(int size, Measured measured) {
        Distribution latencies = measured.operation("rows-" + size);
        return new Line.Point(size, latencies.percentile(50));
    }

    private static Map<String, Double> told(Line line) {
        return Map.of("fixed_cost", line.fixed(), "unit_cost", line.slope(), "fit", line.fit());
    }

    private final class Read implements Operation {

        private final PreparedStatement statement;
        private final int rows;
        /** Rows somebody else prepared hold what they hold. */
        private final boolean ours;
        private final SplittableRandom random;
        private int turn;

        Read(PreparedStatement statement, Assignment assignment, int worker) {
            this.statement = statement;
            this.rows = assignment.rows();
            this.ours = assignment.target().writes();
            this.random = new SplittableRandom(assignment.seed(worker));
            this.turn = worker;
        }

        @Override
        public void run(Stopwatch watch) throws SQLException {
            int turned = turn++ % SIZES.length;
            int size = SIZES[turned];
            long first = 1L + random.nextInt(rows - size + 1);
            watch.start();
            statement.setLong(1, first);
            statement.setLong(2, first + size - 1);
            int right = read(first, watch);
            watch.stop(TRAITS.operations().get(turned), "fetch");
            if (right != size) {
                wrong.increment();
            }
        }

        private int read(long first, Stopwatch watch) throws SQLException {
            int right = 0;
            try (ResultSet row = statement.executeQuery()) {
                watch.lap("execute");
                for (long id = first; row.next(); id++) {
                    right += row.getLong(1) == id && isRight(id, row.getString(2)) ? 1 : 0;
                }
            }
            return right;
        }

        private boolean isRight(long id, @Nullable String payload) {
            return ours ? Payload.is(id, payload) : payload != null;
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
