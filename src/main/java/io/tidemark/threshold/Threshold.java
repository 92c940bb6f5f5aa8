package io.tidemark.threshold;

import io.tidemark.metric.RuleText.Origin;
import java.time.Duration;

/**
 * A rule: what must hold, for how long it may fail to, and how bad that is.
 *
 * @param name unique
 * @param rule as it was understood
 * @param text as it was written
 */
public record Threshold(String name, Rule rule, Severity severity, Origin origin, String text) {

    /** What must hold. */
    public Condition condition() {
        return rule.condition();
    }

    /** How long it must be false without interruption before it counts; zero for at once. */
    public Duration forDuration() {
        return rule.forDuration() == null ? Duration.ZERO : rule.forDuration();
    }
}
