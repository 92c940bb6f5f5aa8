package io.tidemark.threshold;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All rules at one time.
 *
 * @param rules those that are judged
 * @param unjudged stored ones that cannot be
 * @param places where the shipped and configured ones stand, by name; those that are replaced included
 */
public record RuleSet(List<Threshold> rules, List<Unjudged> unjudged, Map<String, String> places) {

    public RuleSet {
        rules = List.copyOf(rules);
        unjudged = List.copyOf(unjudged);
        places = Map.copyOf(places);
    }

    /** A stored rule that is kept, and why it is not judged: one sentence. */
    public record Unjudged(StoredRule rule, String reason) {}

    public Optional<Threshold> find(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}
