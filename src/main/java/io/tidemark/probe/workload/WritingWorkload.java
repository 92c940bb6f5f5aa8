package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the workloads that write rows of their own share: numbering them, counting them, and removing them again. */
abstract class WritingWorkload extends TableWorkload {

    private final AtomicLong tried = new AtomicLong();
    private final LongAdder confirmed = new LongAdder();

    WritingWorkload(Traits traits, String... conditions) {
        super(traits, conditions);
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        table(assignment).prepareEmpty(session, assignment);
    }

    /** Numbers for so many rows, from the one returned; no two operations get the same. */
    final long next(int rows) {
        return tried.getAndAdd(rows) + 1;
    }

    /** The database has said that so many rows are kept. */
    final void confirm(int rows) {
        confirmed.add(rows);
    }

    final long confirmed() {
        return confirmed.sum();
    }

    final long tried() {
        return tried.get();
    }

    /** A write without an answer may or may not have been kept. */
    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws Exception {
        long kept = table(assignment).count(session, assignment, "id > 0");
        return evidence.check(kept >= confirmed.sum(), "only " + kept + " of " + confirmed.sum()
                + " confirmed rows were kept")
                .check(kept <= tried.get(), kept + " rows were kept of " + tried.get() + " that were written")
                .verification();
    }

    @Override
    public void clean(DatabaseSession session, Assignment assignment) throws Exception {
        table(assignment).removeRun(session, assignment);
    }
}
