package io.tidemark.alert;

import io.tidemark.threshold.Hours;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * People's wish not to be told of some alerts for a while. It is judged on the clock people read, to the second.
 *
 * @param endedAt when somebody ended it before its time; null when nobody has
 */
public record Silence(long id, Plan plan, Instant createdAt, @Nullable Instant endedAt) {

    /** So long after its end a silence is at hand still: the clock may be set back. */
    static final Duration GRACE = Duration.ofDays(2);

    /** Whether a silence holds. */
    public enum State {
        /** It will hold. */
        PENDING,
        /** It holds now. */
        ACTIVE,
        /** It is over. */
        EXPIRED
    }

    /**
     * Which alerts, when, and why. Fractions of a second are cut off.
     *
     * @param matchers all of which an alert must match
     * @param endsAt null for never, which only a repeated one may do
     * @param repeat when it holds between start and end; null for all the time
     */
    public record Plan(List<LabelMatcher> matchers, Instant startsAt, @Nullable Instant endsAt,
            @Nullable Hours repeat, String comment, String author) {

        private static final int MOST_MATCHERS = 20;
        private static final int AUTHOR = 100;
        private static final int COMMENT = 1000;
        private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

        /**
         * Which alerts, when, and why.
         *
         * @throws IllegalArgumentException with one sentence when it cannot be
         */
        public Plan {
            matchers = List.copyOf(matchers);
            startsAt = startsAt.truncatedTo(ChronoUnit.SECONDS);
            endsAt = endsAt == null ? null : endsAt.truncatedTo(ChronoUnit.SECONDS);
            require(!matchers.isEmpty() && matchers.size() <= MOST_MATCHERS,
                    "matchers must be 1 to " + MOST_MATCHERS + ", got " + matchers.size());
            require(matchers.stream().anyMatch(matcher -> !matcher.matches("")),
                    "matchers must ask for something: these match whatever has none of their labels");
            require(endsAt != null || repeat != null, "endsAt is missing: only a silence with repeat may go without");
            require(endsAt == null || startsAt.isBefore(endsAt),
                    "startsAt (" + startsAt + ") must be before endsAt (" + endsAt + ")");
            require(endsAt == null || endsAt.isBefore(LAST), "endsAt must be before the year 9999");
            author = SaidBy.text("author", author, AUTHOR);
            comment = SaidBy.text("comment", comment, COMMENT);
        }

        private static void require(boolean holds, String sentence) {
            if (!holds) {
                throw new IllegalArgumentException(sentence);
            }
        }
    }

    public State state(Instant now) {
        if (isOver(now)) {
            return State.EXPIRED;
        }
        boolean begun = !now.isBefore(plan.startsAt);
        return begun && (plan.repeat == null || plan.repeat.include(now)) ? State.ACTIVE : State.PENDING;
    }

    private boolean isOver(Instant now) {
        return endedAt != null || (plan.endsAt != null && !now.isBefore(plan.endsAt));
    }

    /** Over for so long that no clock that is set back brings it to hold again. */
    boolean isForgotten(Instant now) {
        return endedAt != null || isOver(now.minus(GRACE));
    }

    /** The first that matches. */
    static Optional<Silence> first(List<Silence> silences, Subject subject) {
        // Loops without a stream: asked millions of times when thousands of alerts meet a thousand silences.
        for (Silence silence : silences) {
            if (silence.matches(subject)) {
                return Optional.of(silence);
            }
        }
        return Optional.empty();
    }

    boolean matches(Subject subject) {
        for (LabelMatcher matcher : plan.matchers) {
            if (!matcher.matches(subject)) {
                return false;
            }
        }
        return true;
    }

    Silence ended(Instant at) {
        return new Silence(id, plan, createdAt, at);
    }
}
