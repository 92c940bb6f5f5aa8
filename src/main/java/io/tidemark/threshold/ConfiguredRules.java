package io.tidemark.threshold;

import io.tidemark.metric.RuleText;
import java.util.List;

/** The rules of `tidemark.thresholds`; those of probes come with their sources. */
public record ConfiguredRules(List<RuleText> rules) {

    public ConfiguredRules {
        rules = List.copyOf(rules);
    }
}
