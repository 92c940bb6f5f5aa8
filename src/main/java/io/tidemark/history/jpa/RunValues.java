package io.tidemark.history.jpa;

import io.tidemark.history.store.Block;
import io.tidemark.history.window.ProbeSeries;
import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;

/** Reads what single runs have for a series of a probe measure, from a column where there is one. */
final class RunValues {

    private static final int FETCH = 200;

    private final StatelessSession session;
    private final Series series;

    RunValues(StatelessSession session, Series series) {
        this.session = session;
        this.series = series;
    }

    void show(Instant from, Instant to, Block.SampleSink sink) {
        Optional<String> column = ProbeSeries.narrowed(series).isEmpty()
                ? RunColumns.of(ProbeSeries.measure(series.metric()))
                : Optional.empty();
        if (column.isPresent()) {
            ofColumn(column.get(), from, to, sink);
        } else {
            ofRuns(from, to, sink);
        }
    }

    private void ofColumn(String column, Instant from, Instant to, Block.SampleSink sink) {
        session.createSelectionQuery("select r.startedAt, r." + column + " from ProbeRunRow r "
                + "where r.probe = :probe and r.startedAt between :from and :to and r." + column
                + " is not null order by r.startedAt", Object[].class)
                .setParameter("probe", ProbeSeries.probe(series)).setParameter("from", from).setParameter("to", to)
                .getResultList().forEach(
                        row -> sink.sample(((Instant) row[0]).toEpochMilli(), ((Number) row[1]).doubleValue()));
    }

    private void ofRuns(Instant from, Instant to, Block.SampleSink sink) {
        try (Stream<ProbeRunRow> rows = session
                .createSelectionQuery("from ProbeRunRow r where r.probe = :probe "
                        + "and r.startedAt between :from and :to order by r.startedAt", ProbeRunRow.class)
                .setParameter("probe", ProbeSeries.probe(series)).setParameter("from", from).setParameter("to", to)
                .setFetchSize(FETCH).getResultStream()) {
            rows.map(ProbeRunRow::toRun).forEach(run -> ProbeSeries.value(series, run)
                    .ifPresent(value -> sink.sample(run.startedAt().toEpochMilli(), value)));
        }
    }
}
