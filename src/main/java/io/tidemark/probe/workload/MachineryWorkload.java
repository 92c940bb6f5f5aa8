package io.tidemark.probe.workload;

import io.tidemark.probe.target.LocalSession;

/** The head of the workloads done by this process alone, which have nobody to send statements to. */
abstract class MachineryWorkload extends RuledWorkload<LocalSession> {

    final Evidence evidence = new Evidence();

    MachineryWorkload(Traits traits, String... conditions) {
        super(traits, conditions);
    }

    @Override
    public final Class<LocalSession> on() {
        return LocalSession.class;
    }

    @Override
    public void prepare(LocalSession session, Assignment assignment) throws Exception {}

    @Override
    public void clean(LocalSession session, Assignment assignment) {}
}
