package io.tidemark.history;

import io.tidemark.history.journal.Columns;
import io.tidemark.history.journal.Segment;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.history.journal.SegmentVisitor;
import io.tidemark.metric.Series;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The samples that are not in the store yet: in memory and in the journal. To be asked before the store, so that what
 * moves on meanwhile is seen twice, never not at all.
 */
record UnwrittenSamples(SegmentLog log) {

    /** Samples of the wanted series between two instants, and some outside. */
    Columns between(Predicate<Series> wanted, long fromMillis, long toMillis) {
        Columns columns = new Columns(wanted);
        log.copyUnsealed(columns);
        for (Segment segment : log.sealed()) {
            if (segment.mayHoldSamplesOf(fromMillis, toMillis)) {
                segment.read(0, columns);
            }
        }
        return columns;
    }

    /** Names alone: values of a whole journal would fill the memory. */
    void addSeries(Predicate<Series> wanted, Set<Series> found) {
        Columns recent = new Columns(wanted);
        log.copyUnsealed(recent);
        found.addAll(recent.bySeries().keySet());
        Set<Series> seen = new HashSet<>(found);
        SegmentVisitor names = new SegmentVisitor() {
            @Override
            public void sample(Series series, long millis, double value) {
                if (seen.add(series) && wanted.test(series)) {
                    found.add(series);
                }
            }
        };
        log.sealed().forEach(segment -> segment.read(0, names));
    }

    /** Time of the oldest sample, or {@link Long#MAX_VALUE}. */
    long oldestMillis() {
        return log.segments().stream().mapToLong(Segment::firstMillis).min().orElse(Long.MAX_VALUE);
    }
}
