package io.tidemark.threshold.web;

import io.tidemark.metric.RuleText.Origin;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.RuleSet.Unjudged;
import io.tidemark.threshold.Threshold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule with all it says now.
 *
 * @param condition null when the rule is not understood, as `forSeconds` and `severity`
 * @param origin `SHIPPED`, `CONFIGURED` or `STORED`
 * @param text as it was written
 * @param unjudged why a stored rule is not judged; null when it is
 */
record RuleJson(String name, @Nullable String condition, @Nullable Double forSeconds, @Nullable String severity,
        String origin, String text, @Nullable String unjudged, List<JudgementJson> judgements) {

    static RuleJson of(Threshold threshold, List<Judgement> judgements) {
        return new RuleJson(threshold.name(), threshold.condition().toString(),
                threshold.forDuration().toMillis() / 1e3, threshold.severity().name(), threshold.origin().name(),
                threshold.text(), null, judgements.stream().map(JudgementJson::of).toList());
    }

    static RuleJson of(Unjudged kept) {
        return new RuleJson(kept.rule().name(), null, null, null, Origin.STORED.name(), kept.rule().text(),
                kept.reason(), List.of());
    }

    /**
     * What the rule says of one series; values in the unit given.
     *
     * @param muted why the breach is not told; null when it is
     * @param match selector of that series, which `/samples` answers
     */
    record JudgementJson(Map<String, String> labels, String verdict, String reason, @Nullable Double value,
            @Nullable Double limit, String unit, Instant since, @Nullable Instant pendingUntil, @Nullable String muted,
            String match) {

        static JudgementJson of(Judgement judgement) {
            return new JudgementJson(judgement.labels().values(), judgement.verdict().code(),
                    judgement.verdict().reason(), judgement.value(), judgement.limit(),
                    judgement.threshold().condition().unit().symbol(), judgement.since(), judgement.pendingUntil(),
                    judgement.muted(),
                    judgement.match());
        }
    }
}
