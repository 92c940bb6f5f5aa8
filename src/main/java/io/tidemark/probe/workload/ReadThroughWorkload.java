package io.tidemark.probe.workload;

import io.tidemark.metric.Distribution;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Looks keys up as an application does, some far more often than others; what is missing is read from the source and
 * put. Without a source the value is made up, and there is no speed-up to tell.
 */
final class ReadThroughWorkload extends CacheWorkload {

    /** Direct reads of the source that the speed-up is told from, after as many that are not counted. */
    private static final int SOURCE_READS = 20;
    private static final Traits TRAITS = Traits.writing("read-through",
            "Looks keys up as an application does, some far more often than others; what is missing is read from the"
                    + " source and put.")
            .operations("miss", "hit").phases("lookup", "source", "put").rows(200, 1);

    private final LongAdder wrong = new LongAdder();

    ReadThroughWorkload() {
        super(TRAITS);
    }

    @Override
    public boolean takesSource() {
        return true;
    }

    /** Enough that all but a few hundredths of the lookups to come have been seen. */
    @Override
    public int leastWarmup(int rows) {
        return 10 * rows;
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return hasSource
                ? warnings("hit_rate >= 95%", "speedup >= 3")
                : warnings("hit_rate >= 95%");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("GET " + entries(assignment).prefix() + "<n>",
                "on a miss: read from the source, PSETEX " + entries(assignment).prefix() + "<n>");
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) throws Exception {
        session.removeAll(entries(assignment).keys());
        Assignment.Lender source = assignment.source();
        if (source != null) {
            DatabaseSession lent = lend(source);
            try {
                OwnTable.of(assignment, source.target()).prepareRows(lent, assignment);
            } catch (SQLException e) {
                throw explained(source, e);
            } finally {
                source.takeBack(lent);
            }
        }
    }

    private static DatabaseSession lend(Assignment.Lender source) throws ProbeException {
        try {
            return source.lend();
        } catch (Exception e) {
            throw explained(source, e);
        }
    }

    private static ProbeException explained(Assignment.Lender source, Exception failure) {
        return new ProbeException(source.target().explain(failure), failure);
    }

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) throws Exception {
        Assignment.Lender source = assignment.source();
        return new Lookup(session, entries(assignment), source == null ? null : new Source(assignment, source),
                new SplittableRandom(assignment.seed(worker)));
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) throws Exception {
        Distribution hits = measured.operation("hit");
        long lookups = hits.count() + measured.operation("miss").count();
        Map<String, Double> measures = new HashMap<>();
        if (lookups > 0) {
            measures.put("hit_rate", hits.count() / (double) lookups);
        }
        Assignment.Lender lender = assignment.source();
        if (lender != null && !hits.isEmpty()) {
            try (Source source = new Source(assignment, lender)) {
                measures.put("speedup", source.median(assignment) / Math.max(1e-9, hits.percentile(50)));
            }
        }
        List<String> violations = new ArrayList<>();
        if (wrong.sum() > 0) {
            violations.add(wrong.sum() + " lookups did not return the value of the source");
        }
        return new Verification(violations, measures);
    }

    private final class Lookup implements Operation {

        private final CacheSession session;
        private final CacheEntries entries;
        private final @Nullable Source source;
        private final SplittableRandom random;
        private final Zipf zipf;
        private boolean usable = true;

        Lookup(CacheSession session, CacheEntries entries, @Nullable Source source, SplittableRandom random) {
            this.session = session;
            this.entries = entries;
            this.source = source;
            this.random = random;
            this.zipf = new Zipf(entries.size());
        }

        @Override
        public void run(Stopwatch watch) throws Exception {
            int number = zipf.next(random);
            watch.start();
            byte[] value = session.get(entries.key(number));
            if (value != null) {
                watch.stop("hit", "lookup");
            } else {
                watch.lap("lookup");
                value = read(number);
                watch.lap("source");
                session.put(entries.key(number), value);
                watch.stop("miss", "put");
            }
            if (!Payload.is(number + 1L, value)) {
                wrong.increment();
            }
        }

        private byte[] read(int number) throws ProbeException {
            if (source == null) {
                return Payload.bytes(number + 1L);
            }
            try {
                return source.read(number + 1L);
            } catch (ProbeException e) {
                usable = false;
                throw e;
            }
        }

        @Override
        public boolean isUsable() {
            return usable;
        }

        @Override
        public void close() {
            if (source != null) {
                source.close();
            }
        }
    }

    /** Reads rows of the source, which are numbered from 1. */
    private static final class Source implements AutoCloseable {

        private final Assignment.Lender lender;
        private final DatabaseSession session;
        private final PreparedStatement statement;

        Source(Assignment assignment, Assignment.Lender lender) throws ProbeException {
            this.lender = lender;
            this.session = lend(lender);
            try {
                this.statement = PointReadWorkload.statement(session, OwnTable.of(assignment, lender.target()));
            } catch (SQLException e) {
                lender.takeBack(session);
                throw explained(lender, e);
            }
        }

        byte[] read(long id) throws ProbeException {
            try {
                statement.setLong(1, id);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? row.getString(1).getBytes(StandardCharsets.US_ASCII) : new byte[0];
                }
            } catch (SQLException e) {
                throw explained(lender, e);
            }
        }

        double median(Assignment assignment) throws ProbeException {
            Histogram nanos = Distribution.empty();
            for (int i = 0; i < 2 * SOURCE_READS; i++) {
                long from = System.nanoTime();
                read(1 + i % assignment.rows());
                if (i >= SOURCE_READS) {
                    nanos.recordValue(Math.min(System.nanoTime() - from, Distribution.HIGHEST_NANOS));
                }
            }
            return Distribution.of(nanos).percentile(50);
        }

        @Override
        public void close() {
            try {
                statement.close();
            } catch (SQLException _) {
                // Lost with its connection.
            }
            lender.takeBack(session);
        }
    }
}
