package io.tidemark.threshold;

import io.tidemark.metric.RuleText;
import java.util.List;

/** The rules of the configuration, those of its probes included. */
public record ConfiguredRules(List<RuleText> rules) {

    /** Reads the configuration anew, from wherever it was read at the start. */
    public interface Reader {

        /**
         * Reads it.
         *
         * @throws IllegalArgumentException with one sentence, when it cannot be used
         */
        Reading read();
    }

    /**
     * What the configuration says now.
     *
     * @param needRestart keys of anything else that has changed, which this does not bring into force
     */
    public record Reading(ConfiguredRules rules, List<String> needRestart) {

        public Reading {
            needRestart = List.copyOf(needRestart);
        }
    }

    public ConfiguredRules {
        rules = List.copyOf(rules);
    }
}
