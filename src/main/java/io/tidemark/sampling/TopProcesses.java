package io.tidemark.sampling;

import io.tidemark.metric.BusiestProcess;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which processes of this host use most. Told on request only and never as series: there is no end to the names of
 * processes. What their command lines say may be secret and is left out.
 */
public interface TopProcesses {

    /** What the last look has shown; looks are some ten seconds apart. Empty before the first, and off Linux. */
    Optional<Top> last();

    /**
     * One look.
     *
     * @param seconds over which processor time was counted, since the look before; null at the first
     * @param byProcessor those that used most processor time, most first; none at the first look
     * @param byResident those that have most memory, most first
     */
    record Top(Instant at, @Nullable Double seconds, List<Usage> byProcessor, List<Usage> byResident) {

        /** The program that used most processor time, its processes together. */
        Optional<BusiestProcess.Use> busiest() {
            Map<String, Double> shares = new HashMap<>();
            byProcessor.stream().filter(usage -> usage.cpuUtilization != null)
                    .forEach(usage -> shares.merge(usage.name, usage.cpuUtilization, Double::sum));
            return shares.entrySet().stream().max(Map.Entry.comparingByValue())
                    .map(most -> new BusiestProcess.Use(most.getKey(), most.getValue()));
        }
    }

    /**
     * One process.
     *
     * @param name of its executable, at most 15 characters
     * @param cpuUtilization share of all processors of the host, 0 to 1; null when it was not there at the look before
     * @param resident bytes
     * @param startedAt null when this is not told
     */
    record Usage(long pid, String name, @Nullable Double cpuUtilization, double resident, long threads,
            @Nullable Instant startedAt) {}
}
