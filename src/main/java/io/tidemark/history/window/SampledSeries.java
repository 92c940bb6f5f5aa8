package io.tidemark.history.window;

import io.tidemark.history.Readings.Reading;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** The newest reading of one sampled series, and its window when a rule asked for one. */
final class SampledSeries {

    private volatile Reading latest;
    private long heldMillis;
    private @Nullable Ring ring;

    SampledSeries(Reading first) {
        latest = first;
    }

    Reading latest() {
        return latest;
    }

    synchronized void update(Reading reading) {
        latest = reading;
        addTo(ring, reading);
    }

    /** A window starts with the newest reading there is. */
    synchronized void hold(long millis) {
        heldMillis = Math.max(heldMillis, millis);
        if (heldMillis > 0 && ring == null) {
            ring = new Ring();
            addTo(ring, latest);
        }
    }

    /** For when somebody needs the window no longer. */
    synchronized void holdOnly(long millis) {
        heldMillis = millis;
        if (millis == 0) {
            ring = null;
        }
    }

    synchronized Optional<ValueWindow> window(long lengthMillis, Instant now) {
        long to = now.toEpochMilli();
        return ring == null ? Optional.empty() : ring.between(to - lengthMillis, to);
    }

    synchronized boolean isForgotten(Instant now, long keptMillis) {
        return latest.at().plusMillis(Math.max(keptMillis, heldMillis)).isBefore(now);
    }

    private void addTo(@Nullable Ring target, Reading reading) {
        if (target != null) {
            long at = reading.at().toEpochMilli();
            target.add(at, reading.value(), at - heldMillis);
        }
    }
}
