package io.tidemark.alert.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.tidemark.alert.LabelMatcher;
import io.tidemark.alert.Silence;
import io.tidemark.threshold.Hours;
import io.tidemark.web.TimeText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A silence that somebody wants.
 *
 * @param matchers all of which an alert must match
 * @param startsAt now when absent
 * @param endsAt or a duration; neither only with repeat
 * @param duration from the start on, such as 2h
 * @param repeat when it holds between start and end, such as `mon-fri 22:00-23:30 Europe/Berlin`
 * @param others fields that nobody knows: one that is misspelt must not make a silence that never ends
 */
record SilenceRequest(@Nullable List<Wanted> matchers, @Nullable String startsAt, @Nullable String endsAt,
        @Nullable String duration, @Nullable String repeat, @Nullable String comment, @Nullable String author,
        @JsonAnySetter @Nullable Map<String, Object> others) {

    /** @throws IllegalArgumentException with one sentence when it is no plan */
    Silence.Plan plan(Instant now) {
        refuse(others);
        Instant start = startsAt == null ? now : TimeText.instant("startsAt", startsAt, now);
        Instant end = end(start, now);
        if (end != null && !end.isAfter(now)) {
            throw new IllegalArgumentException("endsAt (" + end + ") must be after now (" + now + ")");
        }
        return new Silence.Plan(understood(), start, end, repeat == null ? null : Hours.parse(repeat, "repeat"),
                comment == null ? "" : comment,
                author == null ? "" : author);
    }

    private List<LabelMatcher> understood() {
        return matchers == null
                ? List.of()
                : matchers.stream().map(wanted -> Objects.requireNonNullElse(wanted, Wanted.NOTHING).matcher())
                        .toList();
    }

    private static void refuse(@Nullable Map<String, Object> others) {
        if (others != null && !others.isEmpty()) {
            throw new IllegalArgumentException(
                    "The body has a field nobody knows: '" + others.keySet().iterator().next() + "'.");
        }
    }

    private @Nullable Instant end(Instant start, Instant now) {
        if (duration != null && endsAt != null) {
            throw new IllegalArgumentException("endsAt and duration say the same: give one of them");
        }
        if (duration != null) {
            return start.plus(TimeText.duration("duration", duration));
        }
        return endsAt == null ? null : TimeText.instant("endsAt", endsAt, now);
    }

    /**
     * What a label must be.
     *
     * @param op `=`, `!=` or `^=` (begins with); `=` when absent
     * @param others fields that nobody knows: one that is misspelt must not match everything
     */
    record Wanted(@Nullable String label, @Nullable String op, @Nullable String value,
            @JsonAnySetter @Nullable Map<String, Object> others) {

        private static final Wanted NOTHING = new Wanted(null, null, null, null);

        private LabelMatcher matcher() {
            refuse(others);
            if (label == null || value == null) {
                throw new IllegalArgumentException("each of matchers must have a label and a value");
            }
            return new LabelMatcher(label, LabelMatcher.Op.of(op == null ? "=" : op), value);
        }
    }
}
