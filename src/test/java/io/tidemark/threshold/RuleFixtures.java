package io.tidemark.threshold;

import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.metric.Sources;
import java.util.List;

/** Rules for the tests of rooms that only pass them on. */
public final class RuleFixtures {

    private static final Rule RULE = Rules
            .parse(new RuleText("p95 < 10ms", "orders-read", Origin.CONFIGURED, "test"), new Sources(List.of()))
            .rule();

    private RuleFixtures() {}

    /** `probe.'orders-read'.p95 < 10ms` under another name. */
    public static Threshold rule(String name, Severity severity) {
        return new Threshold(name, RULE, severity, Origin.CONFIGURED, "p95 < 10ms");
    }
}
