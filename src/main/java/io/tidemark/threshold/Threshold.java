package io.tidemark.threshold;

import io.tidemark.metric.RuleText.Origin;
import java.time.Duration;

/**
 * A rule: what must hold, for how long it may fail to, and how bad that is.
 *
 * @param name unique
 * @param condition what must hold
 * @param forDuration how long it must be false without interruption before it counts; zero for at once
 * @param text as it was written
 */
public record Threshold(String name, Condition condition, Duration forDuration, Severity severity, Origin origin,
        String text) {}
