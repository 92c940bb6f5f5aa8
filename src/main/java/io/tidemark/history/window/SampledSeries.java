package io.tidemark.history.window;

import io.tidemark.history.Readings.Reading;
import io.tidemark.history.Standing;
import io.tidemark.metric.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** The newest reading of one sampled series, and its window when a rule asked for one. */
final class SampledSeries {

    /** Averages over less scatter more than what they are compared with. */
    private static final Duration LEAST = Duration.ofSeconds(3);
    private static final int MOST_KEPT = 1000;

    private volatile Reading latest;
    private final Extent extent;
    private @Nullable Ring ring;
    private final @Nullable Course course;
    /** Several rules ask for the same one; a long one is not worth its room. */
    private @Nullable ValueWindow asked;
    private long askedMillis;

    /** @param metric null when nobody has declared it: then nothing is learnt of what is usual */
    SampledSeries(Reading first, @Nullable Metric metric) {
        latest = first;
        extent = new Extent(first.at().toEpochMilli());
        course = metric == null ? null : new Course(metric, first.at().toEpochMilli());
        learn(first);
    }

    Reading latest() {
        return latest;
    }

    synchronized void update(Reading reading) {
        latest = reading;
        asked = null;
        extent.saw(reading.at().toEpochMilli());
        addTo(ring, reading);
        learn(reading);
    }

    private void learn(Reading reading) {
        if (course != null) {
            course.add(reading.at().toEpochMilli(), reading.value());
        }
    }

    /** Null when too little is known. */
    synchronized @Nullable Standing standing(Instant from, Instant to) {
        return course == null ? null : course.standing(latest.series(), from, to, LEAST);
    }

    /**
     * Asks for a window, which starts with the newest reading there is.
     *
     * @return whether it is to reach further back than it did
     */
    synchronized boolean hold(long millis) {
        boolean longer = extent.hold(millis);
        if (longer && ring == null) {
            ring = new Ring();
            addTo(ring, latest);
        }
        return longer;
    }

    /** For when somebody needs the window no longer. */
    synchronized void holdOnly(long millis) {
        extent.holdOnly(millis);
        if (millis == 0) {
            ring = null;
            asked = null;
        }
    }

    /** What was seen before and is not in the window; null when nothing is missing. */
    synchronized @Nullable Stretch lack() {
        return extent.lack();
    }

    /**
     * Puts what was read of a stretch before what is held.
     *
     * @param completeFrom since when nothing of it is missing
     */
    synchronized void precede(Stretch stretch, Ring past, long completeFrom) {
        if (ring != null && extent.continues(stretch)) {
            ring.precede(past);
            extent.reach(completeFrom);
            asked = null;
        }
    }

    synchronized boolean isWhole(long millis) {
        return extent.isWhole(millis);
    }

    synchronized Optional<ValueWindow> window(long lengthMillis, Instant now) {
        long to = now.toEpochMilli();
        if (asked != null && askedMillis == lengthMillis && to == latest.at().toEpochMilli()) {
            return Optional.of(asked);
        }
        Optional<ValueWindow> window = ring == null ? Optional.empty() : ring.between(to - lengthMillis, to);
        if (to == latest.at().toEpochMilli()) {
            asked = window.filter(one -> one.count() <= MOST_KEPT).orElse(null);
            askedMillis = lengthMillis;
        }
        return window;
    }

    synchronized boolean isForgotten(Instant now, long keptMillis) {
        return latest.at().plusMillis(Math.max(keptMillis, extent.length())).isBefore(now);
    }

    private void addTo(@Nullable Ring target, Reading reading) {
        if (target != null) {
            long at = reading.at().toEpochMilli();
            target.add(at, reading.value(), at - extent.length());
        }
    }
}
