package io.tidemark.threshold.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.threshold.NestedRules;
import io.tidemark.threshold.StoredRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stored rules as they leave and come back.
 *
 * @param nested numbers by group and key
 * @param rules all others, or all
 */
record RuleDocument(
        @JsonProperty(NESTED) @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Map<String, BigDecimal>> nested,
        List<NamedRule> rules) {

    static final String NESTED = "performance_thresholds";

    static RuleDocument plain(List<StoredRule> stored) {
        return new RuleDocument(null, stored.stream().map(NamedRule::of).toList());
    }

    static RuleDocument nested(List<StoredRule> stored, NestedRules shape) {
        Map<String, Map<String, BigDecimal>> groups = new TreeMap<>();
        List<NamedRule> others = new ArrayList<>();
        for (StoredRule rule : stored) {
            shape.write(rule).ifPresentOrElse(
                    entry -> groups.computeIfAbsent(entry.group(), _ -> new TreeMap<>()).put(entry.key(),
                            entry.limit()),
                    () -> others.add(NamedRule.of(rule)));
        }
        return new RuleDocument(groups, others);
    }

    /** A rule and what it is called. */
    record NamedRule(String name, String rule) {

        static NamedRule of(StoredRule stored) {
            return new NamedRule(stored.name(), stored.text());
        }
    }
}
