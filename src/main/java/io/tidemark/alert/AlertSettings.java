package io.tidemark.alert;

import java.time.Duration;
import java.util.Map;

/**
 * Who is told.
 *
 * @param channels by name; each has a `type` and the keys of that type. Without any, alerts go to the log.
 * @param remind how long an alert fires before people are told again; zero for never
 */
public record AlertSettings(Map<String, Map<String, String>> channels, Duration remind) {

    private static final Duration REMIND = Duration.ofHours(4);
    private static final Duration OFTEN = Duration.ofMinutes(1);

    /** When nothing is configured. */
    public static final AlertSettings DEFAULT = new AlertSettings(Map.of(), REMIND);

    @SuppressWarnings("RedundantNullCheck") // absent keys are bound as null
    public AlertSettings {
        channels = channels == null ? Map.of() : Map.copyOf(channels);
        remind = remind == null ? REMIND : remind;
        if (!remind.isZero() && remind.compareTo(OFTEN) < 0) {
            throw new IllegalArgumentException(
                    "tidemark.alerts.remind must be 0 for never or at least 1m, got " + remind.toMillis() + "ms");
        }
    }

    /** Values may be secrets. */
    @Override
    public String toString() {
        return "AlertSettings" + channels.keySet();
    }
}
