package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule would have said of the past.
 *
 * @param end up to where it was looked at
 * @param dataFrom the first instant of which there is anything; null when there is nothing
 * @param resolution what it was judged on, as a phrase
 * @param judgements how often a series was judged
 * @param fired how often an alert would have begun
 * @param firing how long there would have been any, all series added up
 * @param longest the longest of them
 * @param worst the value furthest on the wrong side, in the unit of the condition; null when it never fired, or had none
 * @param firings the first of them
 * @param sentence all this for people
 */
public record TrialResult(Threshold rule, Instant start, Instant end, @Nullable Instant dataFrom, String resolution,
        long judgements, int fired, Duration firing, Duration longest, @Nullable Double worst, List<Firing> firings,
        String sentence) {

    /** Firings that are told one by one. */
    static final int MOST = 100;

    /**
     * One alert that would have been.
     *
     * @param to null when it would still be going on at the end
     * @param worst null when there was no value
     * @param reason as it would have been told first
     */
    public record Firing(Labels labels, Instant from, @Nullable Instant to, @Nullable Double worst, String reason) {}
}
