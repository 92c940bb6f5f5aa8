package io.tidemark.probe.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run's verification found.
 *
 * @param violations what must hold and does not, one sentence with evidence each
 * @param measures further figures by name
 */
public record Verification(List<String> violations, Map<String, Double> measures) {

    /** Nothing to complain about. */
    public static final Verification CLEAN = new Verification(List.of(), Map.of());

    public Verification {
        violations = List.copyOf(violations);
        measures = Map.copyOf(measures);
    }

    static Verification of(List<String> violations) {
        return new Verification(violations, Map.of());
    }

    /** The sentences whose condition was broken. */
    static final class Findings {

        private final List<String> violations = new ArrayList<>();

        Findings check(boolean holds, String otherwise) {
            if (!holds) {
                violations.add(otherwise);
            }
            return this;
        }

        Verification verification() {
            return of(violations);
        }
    }
}
