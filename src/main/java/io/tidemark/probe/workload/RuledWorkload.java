package io.tidemark.probe.workload;

import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.Target;
import java.util.List;
import java.util.stream.Stream;

/** The head of every workload: its traits, and the rules that come with it. */
abstract class RuledWorkload<S extends Session> implements Workload<S> {

    private final Traits traits;
    private final List<String> rules;

    /** @param conditions what comes with it as {@link #warnings} on any target */
    RuledWorkload(Traits traits, String... conditions) {
        this.traits = traits;
        this.rules = warnings(conditions);
    }

    /** Rules that warn once a condition has not held for a minute. */
    static List<String> warnings(String... conditions) {
        return Stream.of(conditions).map(condition -> condition + " for 1m as warning").toList();
    }

    @Override
    public final Traits traits() {
        return traits;
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return rules;
    }
}
