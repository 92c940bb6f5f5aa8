package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the passing of time alone makes of a rule's series: nothing is heard of one any more, or its breach has lasted.
 *
 * @param started when the rule began to be judged
 */
record Lateness(Threshold rule, Question question, Inputs inputs, Arrivals arrivals, Moment started) {

    /** A series that its source has not brought for this long is forgotten. */
    static final Duration FORGET_AFTER = Duration.ofHours(1);

    /** What is remembered of a series from now on; empty when nothing has changed by itself. */
    Optional<Memory> passed(Labels labels, Tracked tracked, Moment now) {
        Memory memory = tracked.memory();
        if (isMissing(tracked, now)) {
            return missed(memory, labels, tracked, now);
        }
        return Judge.isPending(memory)
                ? Optional.of(Judge.elapse(rule, memory, now)).filter(next -> !Judge.isPending(next))
                : Optional.empty();
    }

    /** Empty when that has been said already. */
    private Optional<Memory> missed(Memory memory, Labels labels, Tracked tracked, Moment now) {
        Finding finding = missing(labels, tracked, now);
        boolean said = switch (finding) {
            case Finding.Missing _ -> memory.verdict() instanceof Verdict.NoData && memory.remark().isEmpty();
            case Finding.Absent _ -> memory.verdict() instanceof Verdict.Breached && !Judge.isPending(memory);
            case Finding.Holds _,Finding.Broken _,Finding.Doubtful _,Finding.Unread _,Finding.Skipped _ -> false;
        };
        return said ? Optional.empty() : Optional.of(Judge.next(rule, memory, finding, now, now));
    }

    private Finding missing(Labels labels, Tracked tracked, Moment now) {
        Long heard = tracked.heard();
        Duration ago = now.since(heard == null ? started.nanos() : heard);
        String seen = question.measure().spoken(labels)
                + (heard == null ? " was not seen since the start " : " was last seen ") + Figures.text(ago) + " ago";
        return question.missing(seen, ago,
                " and is expected every " + arrivals.interval(tracked.source()).map(Figures::text).orElse("so often")
                        + inputs.silence(tracked.source()));
    }

    boolean isMissing(Tracked tracked, Moment now) {
        Long heard = tracked.heard() == null && question.outlives() ? Long.valueOf(started.nanos()) : tracked.heard();
        return heard != null && question.patience(tracked.source(), arrivals)
                .filter(patience -> now.since(heard).compareTo(patience) > 0).isPresent();
    }

    /** What a value that is not there means, once its source has had time to be heard of since the start. */
    Finding inTime(Finding finding, String source, Moment now) {
        boolean had = finding instanceof Finding.Missing && arrivals.patience(source)
                .filter(patience -> now.since(started.nanos()).compareTo(patience) > 0).isPresent();
        return had ? question.inTime(finding) : finding;
    }

    /** For how many nanoseconds nothing can change by itself: the shortest way to anything missing or forgotten. */
    long quiet(Iterable<Tracked> series, Moment now) {
        long shortest = FORGET_AFTER.toNanos();
        for (Tracked tracked : series) {
            Long heard = tracked.heard();
            if (heard == null || Judge.isPending(tracked.memory())) {
                return 0;
            }
            long patience = question.patience(tracked.source(), arrivals).orElse(FORGET_AFTER).toNanos();
            shortest = Math.min(shortest, Math.min(patience, FORGET_AFTER.toNanos()) - (now.nanos() - heard));
        }
        return Math.max(0, shortest);
    }

    /** Whether any series of these sources that was not seen since the start is gone for good. */
    boolean isGoneSinceStart(List<String> sources, Moment now) {
        return now.since(started.nanos()).compareTo(FORGET_AFTER) > 0
                && sources.stream().allMatch(source -> arrivals.isSteadyFor(FORGET_AFTER, source, now));
    }

    /** Whether a series is gone for good: its source has gone on without it all the time. */
    boolean isGone(Tracked tracked, Moment now) {
        Long heard = tracked.heard();
        return heard != null && now.since(heard).compareTo(FORGET_AFTER) > 0
                && arrivals.isSteadyFor(FORGET_AFTER, tracked.source(), now);
    }
}
