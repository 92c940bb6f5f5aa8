package io.tidemark.history.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Makes minutes of samples, and an hour of minutes. */
public final class Summaries {

    private Summaries() {}

    /** One for each minute that has samples, oldest first. */
    public static List<Summary> minutes(OrderedSamples samples) {
        List<Summary> minutes = new ArrayList<>();
        Tally tally = new Tally();
        long end = Long.MIN_VALUE;
        for (int i = 0; i < samples.size(); i++) {
            if (samples.millis(i) >= end) {
                if (!tally.isEmpty()) {
                    minutes.add(tally.take());
                }
                end = Tier.MINUTES.floor(samples.millis(i)) + Tier.MINUTES.millis();
            }
            tally.add(samples.millis(i), samples.value(i));
        }
        if (!tally.isEmpty()) {
            minutes.add(tally.take());
        }
        return minutes;
    }

    /**
     * Of each minute the one that was made of more samples: what comes late must not replace a minute whose samples
     * are partly gone, and what comes twice must not count twice.
     */
    public static List<Summary> fuller(Collection<Summary> known, Collection<Summary> made) {
        TreeMap<Long, Summary> minutes = new TreeMap<>();
        known.forEach(minute -> minutes.put(Tier.MINUTES.floor(minute.firstMillis()), minute));
        made.forEach(minute -> minutes.merge(Tier.MINUTES.floor(minute.firstMillis()), minute,
                (before, now) -> now.count() >= before.count() ? now : before));
        return List.copyOf(minutes.values());
    }

    /** All of them as one; they are not empty, and oldest first. */
    public static Summary whole(Collection<Summary> parts) {
        Tally tally = new Tally();
        parts.forEach(tally::add);
        return tally.take();
    }
}
