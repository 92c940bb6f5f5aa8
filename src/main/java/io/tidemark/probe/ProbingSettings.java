package io.tidemark.probe;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Everything the probe room is told.
 *
 * @param targets by name
 * @param probes by name
 * @param builtin whether the seven built-in probes run; null for "when no target is configured"
 * @param paused whether all targets are left alone
 * @param data the data directory; the built-in database lives in a file of its own there
 */
public record ProbingSettings(Map<String, TargetSettings> targets, Map<String, ProbeSettings> probes,
        @Nullable Boolean builtin, boolean paused, Path data) {

    @SuppressWarnings("RedundantNullCheck") // an absent key is bound as null
    public ProbingSettings {
        targets = targets == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        probes = probes == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(probes));
    }
}
