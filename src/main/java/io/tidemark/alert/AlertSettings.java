package io.tidemark.alert;

import java.util.Map;

/**
 * Who is told.
 *
 * @param channels by name; each has a `type` and the keys of that type. Without any, alerts go to the log.
 */
public record AlertSettings(Map<String, Map<String, String>> channels) {

    @SuppressWarnings("RedundantNullCheck") // an absent key is bound as null
    public AlertSettings {
        channels = channels == null ? Map.of() : Map.copyOf(channels);
    }

    /** Values may be secrets. */
    @Override
    public String toString() {
        return "AlertSettings" + channels.keySet();
    }
}
