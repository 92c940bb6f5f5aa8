package io.tidemark.history.jpa;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.history.store.Block;
import io.tidemark.history.store.RunRollups;
import io.tidemark.history.store.SampleRollups;
import io.tidemark.history.store.Store;
import io.tidemark.history.store.StoreSize;
import io.tidemark.history.store.StoreTable;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** The store through JPA: H2 and PostgreSQL alike. */
public final class JpaStore implements Store {

    private static final int ANSWER_SECONDS = 2;
    private static final int FETCH = 200;

    private final SessionFactory sessions;
    private final DataSource dataSource;
    private final SeriesNumbers numbers = new SeriesNumbers();
    private final Partitions partitions;
    private final TierRows rows;
    private final TierSizes sizes;
    private final SampleRollups sampleRollups;
    private final RunRollups runRollups;

    public JpaStore(EntityManagerFactory factory, DataSource dataSource) {
        this.sessions = factory.unwrap(SessionFactory.class);
        this.dataSource = dataSource;
        this.partitions = new Partitions(sessions);
        this.rows = new TierRows(sessions, tier -> isPostgres() ? partitions.unmanaged(tier) : List.of(tier.table()));
        this.sizes = isPostgres() ? new PostgresSizes(sessions, partitions) : new H2Sizes(sessions);
        this.sampleRollups = new JpaSampleRollups(sessions, numbers);
        this.runRollups = new JpaRunRollups(sessions);
    }

    @Override
    public void writeRuns(List<Run> runs) {
        Map<Long, Run> byId = new LinkedHashMap<>();
        runs.forEach(run -> byId.put(run.id(), run));
        sessions.inStatelessTransaction(session -> {
            session.createSelectionQuery("select r.id from ProbeRunRow r where r.id in :ids", Long.class)
                    .setParameterList("ids", List.copyOf(byId.keySet())).getResultList().forEach(byId::remove);
            hours(byId.values()).forEach((instance, hours) -> RollupMarks.RUNS.touch(session, instance, hours));
            session.insertMultiple(byId.values().stream().map(ProbeRunRow::of).toList());
        });
    }

    private static Map<String, SortedSet<Instant>> hours(Collection<Run> runs) {
        Map<String, SortedSet<Instant>> hours = new TreeMap<>();
        runs.forEach(run -> RollupMarks.addHours(hours.computeIfAbsent(run.instance(), _ -> new TreeSet<>()),
                run.startedAt(), run.startedAt()));
        return hours;
    }

    @Override
    public void writeBlocks(String instance, List<Block> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        SeriesNumbers.Draft draft = numbers.draft();
        sessions.inStatelessTransaction(session -> {
            List<SampleBlockRow> rows = blocks.stream()
                    .map(block -> SampleBlockRow.of(draft.number(session, instance, block.series()), block)).toList();
            Set<BlockKey> written = written(session, rows);
            List<SampleBlockRow> added = rows.stream().filter(row -> !written.contains(row.key)).toList();
            SortedSet<Instant> hours = new TreeSet<>();
            added.forEach(row -> RollupMarks.addHours(hours, row.key.startAt(), row.endAt));
            RollupMarks.SAMPLES.touch(session, instance, hours);
            session.insertMultiple(added);
        });
        draft.keep();
    }

    private static Set<BlockKey> written(StatelessSession session, List<SampleBlockRow> rows) {
        List<Instant> starts = rows.stream().map(row -> row.key.startAt()).sorted().toList();
        return new HashSet<>(session
                .createSelectionQuery("select b.key from SampleBlockRow b where b.key.startAt between :from and :to "
                        + "and b.key.seriesId in :series and b.key.resolutionSeconds = 0", BlockKey.class)
                .setParameter("from", starts.getFirst()).setParameter("to", starts.getLast())
                .setParameterList("series", rows.stream().map(row -> row.key.seriesId()).distinct().toList())
                .getResultList());
    }

    @Override
    public List<Series> series(String instance, String metric) {
        return sessions.fromStatelessTransaction(session -> session
                .createSelectionQuery("from SeriesRow s where s.instance = :instance and s.metric = :metric",
                        SeriesRow.class)
                .setParameter("instance", instance).setParameter("metric", metric).getResultList().stream()
                .map(row -> new Series(row.metric, LabelsText.parse(row.labels))).toList());
    }

    @Override
    public List<Series> series(String instance) {
        return sessions.fromStatelessTransaction(session -> session
                .createSelectionQuery("from SeriesRow s where s.instance = :instance", SeriesRow.class)
                .setParameter("instance", instance).getResultList().stream()
                .map(row -> new Series(row.metric, LabelsText.parse(row.labels))).toList());
    }

    @Override
    public Optional<Instant> nextBlock(String instance, Series series, Instant from) {
        return sessions.fromStatelessTransaction(session -> numbers.known(session, instance, series)
                .map(number -> session
                        .createSelectionQuery("select min(b.key.startAt) from SampleBlockRow b "
                                + "where b.key.seriesId = :series and b.key.resolutionSeconds = 0 "
                                + "and b.endAt >= :from", Instant.class)
                        .setParameter("series", number).setParameter("from", from).getSingleResultOrNull()));
    }

    @Override
    public void samples(String instance, Series series, Instant from, Instant to, Block.SampleSink sink) {
        inSeries(instance, series, (session, number) -> {
            try (Stream<Object[]> rows = session
                    .createSelectionQuery("select b.key.startAt, b.endAt, b.encoding, b.data from SampleBlockRow b "
                            + "where b.key.seriesId = :series and b.key.resolutionSeconds = 0 "
                            + "and b.key.startAt >= :oldest and b.key.startAt <= :to and b.endAt >= :from "
                            + "order by b.key.startAt", Object[].class)
                    .setParameter("series", number).setParameter("oldest", from.minus(Block.LONGEST))
                    .setParameter("from", from).setParameter("to", to).setFetchSize(FETCH).getResultStream()) {
                rows.forEach(row -> {
                    sink.block(((Instant) row[0]).toEpochMilli(), ((Instant) row[1]).toEpochMilli());
                    Block.read((Short) row[2], (byte[]) row[3], sink);
                });
            }
            return 0L;
        });
    }

    @Override
    public long count(String instance, Series series, Instant from, Instant to) {
        return inSeries(instance, series, (session, number) -> session
                .createSelectionQuery("select coalesce(sum(b.sampleCount), 0) from SampleBlockRow b "
                        + "where b.key.seriesId = :series and b.key.resolutionSeconds = 0 "
                        + "and b.key.startAt <= :to and b.endAt >= :from", Long.class)
                .setParameter("series", number).setParameter("from", from).setParameter("to", to).getSingleResult());
    }

    private long inSeries(String instance, Series series, InSeries question) {
        return sessions.fromStatelessTransaction(session -> {
            Optional<Long> number = numbers.known(session, instance, series);
            return number.isPresent() ? question.ask(session, number.get()) : 0L;
        });
    }

    @Override
    public List<Run> runs(String probe, long before, int limit) {
        return sessions.fromStatelessTransaction(session -> session
                .createSelectionQuery("from ProbeRunRow r where r.probe = :probe and r.id < :before order by r.id desc",
                        ProbeRunRow.class)
                .setParameter("probe", probe).setParameter("before", before).setMaxResults(limit).getResultList()
                .stream().map(ProbeRunRow::toRun).toList());
    }

    @Override
    public Optional<Run> run(long id) {
        return sessions.fromStatelessTransaction(
                session -> Optional.ofNullable(session.get(ProbeRunRow.class, id)).map(ProbeRunRow::toRun));
    }

    @Override
    public List<String> probes() {
        return sessions.fromStatelessTransaction(session -> session
                .createSelectionQuery("select r.probe from ProbeRunRow r group by r.probe order by max(r.id) desc",
                        String.class)
                .getResultList());
    }

    @Override
    public void values(Series series, Instant from, Instant to, Block.SampleSink sink) {
        sessions.inStatelessTransaction(session -> new RunValues(session, series).show(from, to, sink));
    }

    @Override
    public SampleRollups sampleRollups() {
        return sampleRollups;
    }

    @Override
    public int deleteOlder(StoreTable tier, Instant before, int most) {
        return rows.deleteOlder(tier, before, most);
    }

    @Override
    public boolean dropOlder(StoreTable tier, Instant before) {
        return isPostgres() && partitions.dropOlder(tier, before);
    }

    @Override
    public void makePartitions(List<StoreTable> tiers, Instant now) {
        if (isPostgres()) {
            tiers.forEach(tier -> partitions.make(tier, now));
        }
    }

    @Override
    public StoreSize size(List<StoreTable> tiers) {
        return sizes.of(tiers);
    }

    @Override
    public RunRollups runRollups() {
        return runRollups;
    }

    @Override
    public long highestId() {
        return sessions.fromStatelessTransaction(session -> {
            Long run = session.createSelectionQuery("select coalesce(max(r.id), 0) from ProbeRunRow r", Long.class)
                    .getSingleResult();
            return Math.max(run, newestSample(session).map(Ids::at).orElse(0L));
        });
    }

    private static Optional<Instant> newestSample(StatelessSession session) {
        Instant start = session.createSelectionQuery("select max(b.key.startAt) from SampleBlockRow b", Instant.class)
                .getSingleResultOrNull();
        return Optional.ofNullable(start).map(newest -> session
                .createSelectionQuery("select max(b.endAt) from SampleBlockRow b where b.key.startAt >= :recent",
                        Instant.class)
                .setParameter("recent", newest.minus(Duration.ofHours(1))).getSingleResult());
    }

    @Override
    public int claim(String instance, String token) {
        return new InstanceClaims(sessions).claim(instance, token);
    }

    @Override
    public String product() {
        return isPostgres() ? "PostgreSQL" : "H2";
    }

    private boolean isPostgres() {
        return !(sessions.unwrap(SessionFactoryImplementor.class).getJdbcServices()
                .getDialect() instanceof H2Dialect);
    }

    @Override
    public boolean isEmbedded() {
        String url = sessions.fromStatelessTransaction(
                session -> session.doReturningWork(connection -> connection.getMetaData().getURL()));
        return url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:h2:tcp:") && !url.startsWith("jdbc:h2:ssl:");
    }

    @Override
    public boolean answers() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException _) {
            return false;
        }
    }

    @Override
    public void reset() {
        try {
            if (dataSource.isWrapperFor(HikariDataSource.class)) {
                var pool = dataSource.unwrap(HikariDataSource.class).getHikariPoolMXBean();
                if (pool != null) {
                    pool.softEvictConnections();
                }
            }
        } catch (SQLException _) {
            // Then it is another kind of pool, which looks after itself.
        }
    }

    private interface InSeries {
        long ask(StatelessSession session, long number);
    }
}
