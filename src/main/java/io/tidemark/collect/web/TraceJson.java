package io.tidemark.collect.web;

import io.tidemark.probe.Explanation;
import java.util.List;
import java.util.Map;

/**
 * What a run did, or would do: its settings with every default filled in, and what it sends while it is measured. How
 * long each phase took stands in the run. There is no secret in it.
 */
record TraceJson(String probe, String workload, String does, String target, Map<String, String> settings,
        List<String> statements) {

    static TraceJson of(Explanation told) {
        return new TraceJson(told.probe(), told.workload(), told.does(), told.target(), told.settings(),
                told.statements());
    }
}
