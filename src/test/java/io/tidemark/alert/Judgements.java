package io.tidemark.alert;

import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.RuleFixtures;
import io.tidemark.threshold.Severity;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Verdict;
import java.time.Instant;

/** Judgements as the rules hand them over. */
public final class Judgements {

    public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private Judgements() {}

    public static Threshold rule(String name) {
        return RuleFixtures.rule(name, Severity.CRITICAL);
    }

    public static Judgement ok(String rule, Labels labels, Instant at) {
        return of(rule, labels, new Verdict.Ok("p95 is 8 ms"), at, null);
    }

    public static Judgement noData(String rule, Labels labels, Instant at) {
        return of(rule, labels, new Verdict.NoData("not measured yet"), at, null);
    }

    public static Judgement inconclusive(String rule, Labels labels, Instant at) {
        return of(rule, labels, new Verdict.Inconclusive("the machine was busy"), at, null);
    }

    public static Judgement pending(String rule, Labels labels, Instant at) {
        return of(rule, labels, new Verdict.Breached("p95 is 12 ms"), at, at.plusSeconds(60));
    }

    public static Judgement breached(String rule, Labels labels, Instant at) {
        return of(rule, labels, new Verdict.Breached("p95 is 12 ms"), at, null);
    }

    public static Judgement muted(String rule, Labels labels, Instant at) {
        return new Judgement(rule(rule), labels, new Verdict.Breached("p95 is 12 ms"), at, at, null,
                "it is not mon UTC",
                0.012, 0.01, at.minusMillis(40));
    }

    private static Judgement of(String rule, Labels labels, Verdict verdict, Instant at,
            @org.jspecify.annotations.Nullable Instant pendingUntil) {
        boolean breached = verdict instanceof Verdict.Breached;
        return new Judgement(rule(rule), labels, verdict, at, at, pendingUntil, null, breached ? 0.012 : 0.008, 0.01,
                breached ? at.minusMillis(40) : null);
    }
}
