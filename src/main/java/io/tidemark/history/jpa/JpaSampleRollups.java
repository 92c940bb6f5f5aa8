package io.tidemark.history.jpa;

import io.tidemark.history.store.Block;
import io.tidemark.history.store.Coverage;
import io.tidemark.history.store.OrderedSamples;
import io.tidemark.history.store.SampleRollups;
import io.tidemark.history.store.Summaries;
import io.tidemark.history.store.Summary;
import io.tidemark.history.store.Tier;
import io.tidemark.history.store.UnrolledHour;
import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rolls samples up and reads what came of it. */
final class JpaSampleRollups extends JpaRollups implements SampleRollups {

    private static final Logger LOG = LoggerFactory.getLogger(JpaSampleRollups.class);
    /** Series of one transaction: some ten milliseconds of work. */
    private static final int PART = 16;
    private static final int FETCH = 200;

    private final SeriesNumbers numbers;

    JpaSampleRollups(SessionFactory sessions, SeriesNumbers numbers) {
        super(sessions, RollupMarks.SAMPLES);
        this.numbers = numbers;
    }

    @Override
    public boolean roll(UnrolledHour hour, int part) {
        return sessions().fromStatelessTransaction(session -> {
            List<Long> series = session
                    .createSelectionQuery("select s.id from SeriesRow s where s.instance = :instance order by s.id",
                            Long.class)
                    .setParameter("instance", hour.instance()).setFirstResult(part * PART).setMaxResults(PART)
                    .getResultList();
            series.forEach(number -> roll(session, new SeriesHourKey(number, hour.start())));
            return series.size() == PART;
        });
    }

    private static void roll(StatelessSession session, SeriesHourKey key) {
        List<Summary> made = Summaries.minutes(samples(session, key));
        if (made.isEmpty()) {
            return;
        }
        SampleMinutesRow known = session.get(SampleMinutesRow.class, key);
        List<Summary> minutes = known == null ? made : Summaries.fuller(known.minutes(), made);
        Rows.put(session, SampleMinutesRow.of(key, minutes), known == null);
        SampleHourRow hour = session.get(SampleHourRow.class, key);
        Summary whole = Summaries.whole(minutes);
        if (hour == null || whole.count() >= hour.sampleCount) {
            Rows.put(session, SampleHourRow.of(key, whole), hour == null);
        }
    }

    private static OrderedSamples samples(StatelessSession session, SeriesHourKey key) {
        Instant end = key.startAt().plusMillis(Tier.HOURS.millis());
        OrderedSamples samples = new OrderedSamples(key.startAt().toEpochMilli(), end.toEpochMilli() - 1);
        try (Stream<SampleBlockRow> rows = session
                .createSelectionQuery("from SampleBlockRow b where b.key.seriesId = :series "
                        + "and b.key.resolutionSeconds = 0 and b.key.startAt >= :oldest and b.key.startAt < :end "
                        + "and b.endAt >= :start order by b.key.startAt", SampleBlockRow.class)
                .setParameter("series", key.seriesId()).setParameter("oldest", key.startAt().minus(Block.LONGEST))
                .setParameter("start", key.startAt()).setParameter("end", end).setFetchSize(FETCH)
                .getResultStream()) {
            rows.forEach(row -> read(row, samples));
        }
        return samples;
    }

    /** A block that cannot be read must not hold up all that come after it. */
    private static void read(SampleBlockRow row, OrderedSamples samples) {
        try {
            row.read(samples);
        } catch (RuntimeException e) {
            LOG.warn("A block of samples from {} on (series {}) cannot be read; the roll-ups go without it.",
                    row.key.startAt(), row.key.seriesId(), e);
        }
    }

    @Override
    public Coverage coverage(String instance, Instant from, Instant to) {
        return sessions().fromStatelessTransaction(session -> {
            ToLongFunction<HistoryFloor> floors = HistoryFloor.all(session);
            return new Coverage(floors.applyAsLong(HistoryFloor.SAMPLES),
                    floors.applyAsLong(HistoryFloor.SAMPLE_MINUTES),
                    RollupMarks.SAMPLES.between(session, instance, from, to));
        });
    }

    @Override
    public void minutes(String instance, Series series, Instant from, Instant to, Consumer<Summary> sink) {
        read(SampleMinutesRow.class, instance, series, from, to, row -> row.minutes().forEach(sink));
    }

    @Override
    public void hours(String instance, Series series, Instant from, Instant to, Consumer<Summary> sink) {
        read(SampleHourRow.class, instance, series, from, to, row -> sink.accept(row.summary()));
    }

    private <R> void read(Class<R> rows, String instance, Series series, Instant from, Instant to, Consumer<R> sink) {
        sessions().inStatelessTransaction(session -> numbers.known(session, instance, series)
                .ifPresent(number -> read(session, rows, "seriesId", number, from, to, sink)));
    }
}
