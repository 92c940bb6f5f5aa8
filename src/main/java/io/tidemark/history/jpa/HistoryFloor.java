package io.tidemark.history.jpa;

import io.tidemark.history.store.StoreTable;
import io.tidemark.history.store.Tier;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Knows from when on each kind of data is complete, so that a reader does not take what was removed for what never was,
 * and that what is not rolled up yet is not removed.
 */
enum HistoryFloor {
    SAMPLES("samples", "sample_block", RollupMarks.SAMPLES),
    SAMPLE_MINUTES("sample_minutes", "sample_minutes", null),
    RUNS("runs", "probe_run", RollupMarks.RUNS),
    RUN_MINUTES("run_minutes", "run_minutes", null);

    private final String tier;
    private final String table;
    private final @Nullable RollupMarks marks;

    HistoryFloor(String tier, String table, @Nullable RollupMarks marks) {
        this.tier = tier;
        this.table = table;
        this.marks = marks;
    }

    private static Optional<HistoryFloor> of(StoreTable table) {
        return Arrays.stream(values()).filter(floor -> floor.table.equals(table.table())).findFirst();
    }

    /** Milliseconds from when on; everything is complete that nothing was removed of. */
    static ToLongFunction<HistoryFloor> all(StatelessSession session) {
        Map<String, Long> millis = new HashMap<>();
        session.createSelectionQuery("from HistoryFloorRow", HistoryFloorRow.class).getResultList()
                .forEach(row -> millis.put(row.tier, row.completeFrom.toEpochMilli()));
        return floor -> millis.getOrDefault(floor.tier, Long.MIN_VALUE);
    }

    /** Before when everything of a table may be removed: whole hours, and none that is not rolled up. */
    static Instant removable(StatelessSession session, StoreTable table, Instant before) {
        Instant hour = Tier.HOURS.floor(before);
        return of(table).flatMap(floor -> Optional.ofNullable(floor.marks)).flatMap(marks -> marks.oldest(session))
                .filter(hour::isAfter).orElse(hour);
    }

    /**
     * To be called after removing, in the same transaction.
     *
     * @param before what {@link #removable} said
     * @param completeFrom what was removed ended before this
     * @throws LateArrival when what was removed may have held something that came meanwhile
     */
    static void removed(StatelessSession session, StoreTable table, Instant before, Instant completeFrom) {
        of(table).ifPresent(floor -> {
            floor.raise(session, completeFrom.isBefore(before) ? completeFrom : before);
            // Who adds something marks its hours in the same transaction.
            if (removable(session, table, before).isBefore(before)) {
                throw new LateArrival();
            }
        });
    }

    private void raise(StatelessSession session, Instant completeFrom) {
        HistoryFloorRow row = session.get(HistoryFloorRow.class, tier);
        if (row == null) {
            session.insert(new HistoryFloorRow(tier, completeFrom));
        } else if (row.completeFrom.isBefore(completeFrom)) {
            row.completeFrom = completeFrom;
            session.update(row);
        }
    }

    /** Nothing is to be removed now; the next attempt will know. */
    static final class LateArrival extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
