package io.tidemark.alert.web;

import io.tidemark.alert.LabelMatcher;
import io.tidemark.alert.Silence;
import io.tidemark.threshold.Hours;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A silence as REST answers show it.
 *
 * @param state whether it holds now
 * @param endsAt null for never
 * @param repeat when it holds between start and end; null for all the time
 * @param endedAt when somebody ended it before its time; null when nobody has
 */
record SilenceJson(String id, Silence.State state, List<MatcherJson> matchers, Instant startsAt,
        @Nullable Instant endsAt, @Nullable String repeat, String comment, String author, Instant createdAt,
        @Nullable Instant endedAt) {

    static SilenceJson of(Silence silence, Instant now) {
        Silence.Plan plan = silence.plan();
        Hours repeat = plan.repeat();
        return new SilenceJson(Long.toString(silence.id()), silence.state(now),
                plan.matchers().stream().map(MatcherJson::of).toList(), plan.startsAt(), plan.endsAt(),
                repeat == null ? null : repeat.toString(), plan.comment(), plan.author(), silence.createdAt(),
                silence.endedAt());
    }

    /**
     * What a label must be.
     *
     * @param op `=`, `!=` or `^=` (begins with)
     */
    record MatcherJson(String label, String op, String value) {

        static MatcherJson of(LabelMatcher matcher) {
            return new MatcherJson(matcher.label(), matcher.op().symbol(), matcher.value());
        }
    }
}
