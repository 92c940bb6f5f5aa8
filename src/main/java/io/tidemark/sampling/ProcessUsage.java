package io.tidemark.sampling;

import io.tidemark.metric.HostConditions;
import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Usage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Compares what processes used before and after: one small read of each. Which pids a watched process has is known from
 * its sampler; nothing is looked for here.
 */
final class ProcessUsage {

    /** Processor time is counted in ticks of 10 ms: over a shorter stretch its share says nothing. */
    private static final double ENOUGH = 0.05;

    private final ProcessTable table;
    private final Map<String, WatchedPids> watched;
    private final int processors;

    /** @param processors how many the whole host has */
    ProcessUsage(ProcessTable table, Map<String, WatchedPids> watched, int processors) {
        this.table = table;
        this.watched = watched;
        this.processors = processors;
    }

    /** What is used at one instant. */
    record Mark(Optional<Usage> own, Map<Identity, Optional<Usage>> watched) {}

    Set<String> names() {
        return watched.keySet();
    }

    Mark mark(@Nullable String process) {
        WatchedPids pids = process == null ? null : watched.get(process);
        return new Mark(usage(ProcessHandle.current().pid()), pids == null ? Map.of() : usages(pids.known()));
    }

    /** What was used since a mark, by the same processes. */
    HostConditions.Usage since(Mark before, double seconds) {
        Map<Identity, Optional<Usage>> after = usages(before.watched.keySet().stream().toList());
        Double cpu = sum(before.watched, after, Usage::cpuSeconds);
        return new HostConditions.Usage(
                growth(before.own, usage(ProcessHandle.current().pid()), Usage::resident),
                cpu == null || seconds < ENOUGH ? null : Math.clamp(cpu / seconds / processors, 0, 1),
                sum(before.watched, after, Usage::resident));
    }

    /** One that ended meanwhile is left out; one that cannot be read makes the sum unknown. */
    private static @Nullable Double sum(Map<Identity, Optional<Usage>> before, Map<Identity, Optional<Usage>> after,
            ToDoubleFunction<Usage> value) {
        double sum = 0;
        for (Map.Entry<Identity, Optional<Usage>> one : after.entrySet()) {
            Double growth = growth(before.getOrDefault(one.getKey(), Optional.empty()), one.getValue(), value);
            if (growth == null) {
                return null;
            }
            sum += growth;
        }
        return after.isEmpty() ? null : sum;
    }

    private static @Nullable Double growth(Optional<Usage> before, Optional<Usage> after,
            ToDoubleFunction<Usage> value) {
        if (before.isEmpty() || after.isEmpty()) {
            return null;
        }
        double growth = value.applyAsDouble(after.get()) - value.applyAsDouble(before.get());
        return Double.isFinite(growth) ? growth : null;
    }

    /** Empty for those that may be there and cannot be read; without those that are gone. */
    private Map<Identity, Optional<Usage>> usages(List<Identity> identities) {
        Map<Identity, Optional<Usage>> usages = new HashMap<>();
        for (Identity identity : identities) {
            try {
                table.usage(identity.pid()).filter(usage -> usage.identity().equals(identity))
                        .ifPresent(usage -> usages.put(identity, Optional.of(usage)));
            } catch (IOException | RuntimeException | LinkageError _) {
                usages.put(identity, Optional.empty());
            }
        }
        return usages;
    }

    private Optional<Usage> usage(long pid) {
        try {
            return table.usage(pid);
        } catch (IOException | RuntimeException | LinkageError _) {
            return Optional.empty();
        }
    }
}
