package io.tidemark.history.jpa;

import io.tidemark.history.store.Block;
import io.tidemark.history.window.ProbeSeries;
import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Reads what single runs have for a series of a probe measure, from a column where there is one. */
final class RunValues {

    private static final int FETCH = 200;

    private final StatelessSession session;
    private final Series series;
    private final String measure;

    RunValues(StatelessSession session, Series series) {
        this.session = session;
        this.series = series;
        this.measure = ProbeSeries.measure(series.metric());
    }

    void show(Instant from, Instant to, Block.SampleSink sink) {
        Optional<String> column = ProbeSeries.narrowed(series).isEmpty() ? RunColumns.of(measure) : Optional.empty();
        if (column.isPresent()) {
            ofColumn(column.get(), from, to, sink);
        } else {
            ofRuns(from, to, sink);
        }
    }

    private void ofColumn(String column, Instant from, Instant to, Block.SampleSink sink) {
        try (Stream<Object[]> rows = session.createSelectionQuery("select r.startedAt, " + column
                + ", r.measures from ProbeRunRow r where r.probe = :probe "
                + "and r.startedAt between :from and :to order by r.startedAt", Object[].class)
                .setParameter("probe", ProbeSeries.probe(series)).setParameter("from", from).setParameter("to", to)
                .setFetchSize(FETCH).getResultStream()) {
            rows.forEach(row -> {
                Number value = told((String) row[2], (Number) row[1]);
                if (value != null) {
                    sink.sample(((Instant) row[0]).toEpochMilli(), value.doubleValue());
                }
            });
        }
    }

    /** What the run itself says goes before what its columns come to, as everywhere. */
    private @Nullable Number told(String measures, @Nullable Number column) {
        return measures.contains('"' + measure + '"') ? Json.figures(measures).get(measure) : column;
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
