package io.tidemark.history.jpa;

import io.tidemark.history.store.Coverage;
import io.tidemark.history.store.RunRollups;
import io.tidemark.history.store.RunSummaries;
import io.tidemark.history.store.RunSummary;
import io.tidemark.history.store.Tier;
import io.tidemark.history.store.UnrolledHour;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Rolls runs up and reads what came of it. */
final class JpaRunRollups extends JpaRollups implements RunRollups {

    JpaRunRollups(SessionFactory sessions) {
        super(sessions, RollupMarks.RUNS);
    }

    /** A part is a probe. */
    @Override
    public boolean roll(UnrolledHour hour, int part) {
        return sessions().fromStatelessTransaction(session -> {
            List<String> probes = session
                    .createSelectionQuery("select r.probe from ProbeRunRow r where r.instance = :instance "
                            + "and r.startedAt >= :start and r.startedAt < :end group by r.probe order by r.probe",
                            String.class)
                    .setParameter("instance", hour.instance()).setParameter("start", hour.start())
                    .setParameter("end", end(hour.start())).setFirstResult(part).setMaxResults(2).getResultList();
            if (!probes.isEmpty()) {
                roll(session, new RunHourKey(probes.getFirst(), hour.start(), hour.instance()));
            }
            return probes.size() > 1;
        });
    }

    private static void roll(StatelessSession session, RunHourKey key) {
        List<RunSummary> runs = session
                .createSelectionQuery("from ProbeRunRow r where r.probe = :probe and r.instance = :instance "
                        + "and r.startedAt >= :start and r.startedAt < :end order by r.startedAt", ProbeRunRow.class)
                .setParameter("probe", key.probe()).setParameter("instance", key.instance())
                .setParameter("start", key.startAt()).setParameter("end", end(key.startAt())).getResultList().stream()
                .map(ProbeRunRow::toSummary).toList();
        RunMinutesRow known = session.get(RunMinutesRow.class, key);
        List<RunSummary> made = RunSummaries.minutes(runs);
        List<RunSummary> minutes = known == null ? made : RunSummaries.fuller(known.minutes(), made);
        Rows.put(session, RunMinutesRow.of(key, minutes), known == null);
        RunHourRow hour = session.get(RunHourRow.class, key);
        RunSummary whole = RunSummaries.whole(minutes);
        if (hour == null || whole.runs() >= hour.runs) {
            Rows.put(session, RunHourRow.of(key, whole), hour == null);
        }
    }

    private static Instant end(Instant hour) {
        return hour.plusMillis(Tier.HOURS.millis());
    }

    @Override
    public Coverage coverage(Instant from, Instant to) {
        return sessions().fromStatelessTransaction(session -> {
            ToLongFunction<HistoryFloor> floors = HistoryFloor.all(session);
            return new Coverage(floors.applyAsLong(HistoryFloor.RUNS), floors.applyAsLong(HistoryFloor.RUN_MINUTES),
                    RollupMarks.RUNS.between(session, from, to));
        });
    }

    /** From one to the next, for there are few probes and many hours of each. */
    @Override
    public List<String> probes() {
        return sessions().fromStatelessTransaction(session -> {
            List<String> probes = new ArrayList<>();
            String next = after(session, "");
            while (next != null) {
                probes.add(next);
                next = after(session, next);
            }
            return probes;
        });
    }

    private static @Nullable String after(StatelessSession session, String probe) {
        return session.createSelectionQuery("select min(r.key.probe) from RunHourRow r where r.key.probe > :probe",
                String.class).setParameter("probe", probe).getSingleResultOrNull();
    }

    @Override
    public Optional<RunSummary> newest(String probe) {
        return sessions().fromStatelessTransaction(session -> session
                .createSelectionQuery("from RunHourRow r where r.key.probe = :probe order by r.key.probe desc, "
                        + "r.key.startAt desc", RunHourRow.class)
                .setParameter("probe", probe).setMaxResults(1).getResultList().stream().findFirst()
                .map(RunHourRow::summary));
    }

    @Override
    public void minutes(String probe, Instant from, Instant to, Consumer<RunSummary> sink) {
        read(RunMinutesRow.class, probe, from, to, row -> row.minutes().forEach(sink));
    }

    @Override
    public void hours(String probe, Instant from, Instant to, Consumer<RunSummary> sink) {
        read(RunHourRow.class, probe, from, to, row -> sink.accept(row.summary()));
    }

    private <R> void read(Class<R> rows, String probe, Instant from, Instant to, Consumer<R> sink) {
        sessions().inStatelessTransaction(session -> read(session, rows, "probe", probe, from, to, sink));
    }

    @Override
    public int runs(String probe, Instant from, Instant to, int most, RunSink sink) {
        return sessions().fromStatelessTransaction(session -> {
            // Ordered as the index is, the probe included: else H2 sorts all of them for each page.
            List<ProbeRunRow> rows = session
                    .createSelectionQuery("from ProbeRunRow r where r.probe = :probe "
                            + "and r.startedAt between :from and :to order by r.probe, r.startedAt", ProbeRunRow.class)
                    .setParameter("probe", probe).setParameter("from", from).setParameter("to", to)
                    .setMaxResults(most).getResultList();
            rows.forEach(row -> sink.run(row.id, row.startedAt, row.toSummary()));
            return rows.size();
        });
    }
}
