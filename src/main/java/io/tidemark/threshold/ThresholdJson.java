package io.tidemark.threshold;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One judgement as `/status` and the event stream show it; values in the unit given.
 *
 * @param match selector of the series that is judged, which `/samples` answers
 * @param muted why the breach is not told; null when it is
 * @param usage how much of the limit is used; null when that cannot be said
 */
public record ThresholdJson(String name, String condition, Map<String, String> labels, String verdict, String severity,
        String reason, @Nullable Double value, @Nullable Double limit, String unit, Instant since,
        @Nullable Instant pendingUntil, @Nullable String muted, @Nullable Double usage, String match) {

    public static ThresholdJson of(Judgement judgement) {
        Threshold threshold = judgement.threshold();
        return new ThresholdJson(threshold.name(), threshold.condition().toString(), judgement.labels().values(),
                judgement.verdict().code(), threshold.severity().name(), judgement.verdict().reason(),
                judgement.value(), judgement.limit(), threshold.condition().unit().symbol(), judgement.since(),
                judgement.pendingUntil(), judgement.muted(),
                judgement.usage().isPresent() ? Double.valueOf(judgement.usage().getAsDouble()) : null,
                judgement.match());
    }
}
