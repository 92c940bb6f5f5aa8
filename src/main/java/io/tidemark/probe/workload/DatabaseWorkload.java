package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;

/** What the workloads on databases have in common. */
abstract class DatabaseWorkload extends RuledWorkload<DatabaseSession> {

    DatabaseWorkload(Traits traits, String... conditions) {
        super(traits, conditions);
    }

    @Override
    public final Class<DatabaseSession> on() {
        return DatabaseSession.class;
    }

    /** By default nothing is left: rows that are read stay for the next run, making them anew would be a burden. */
    @Override
    public void clean(DatabaseSession session, Assignment assignment) throws Exception {}
}
