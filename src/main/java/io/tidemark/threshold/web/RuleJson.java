package io.tidemark.threshold.web;

import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Threshold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule with all it says now.
 *
 * @param origin `SHIPPED` or `CONFIGURED`
 * @param text as it was written
 */
record RuleJson(String name, String condition, double forSeconds, String severity, String origin, String text,
        List<JudgementJson> judgements) {

    static RuleJson of(Threshold threshold, List<Judgement> judgements) {
        return new RuleJson(threshold.name(), threshold.condition().toString(),
                threshold.forDuration().toMillis() / 1e3, threshold.severity().name(), threshold.origin().name(),
                threshold.text(), judgements.stream().map(JudgementJson::of).toList());
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
