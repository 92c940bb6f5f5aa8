package io.tidemark.probe;

import java.util.List;
import java.util.Map;

/**
 * What a run of a probe does, told without doing it. Nothing in it is a secret.
 *
 * @param does the workload in one sentence
 * @param target name and address
 * @param settings what is in force, defaults filled in
 * @param statements what is sent while it is measured
 */
public record Explanation(String probe, String workload, String does, String target, Map<String, String> settings,
        List<String> statements) {

    public Explanation {
        statements = List.copyOf(statements);
    }
}
