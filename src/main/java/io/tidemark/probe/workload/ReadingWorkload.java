package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;

/** What the workloads that read prepared rows share; the rows stay for the next run. */
abstract class ReadingWorkload extends TableWorkload {

    ReadingWorkload(Traits traits, String... conditions) {
        super(traits, conditions);
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        fill(session, assignment, table(assignment), assignment.rows());
    }
}
