package io.tidemark.sampling;

import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Running;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at all processes now and then, the more rarely the longer a look takes, and keeps the last. */
final class TopLooks implements TopProcesses {

    private static final long SHORTEST = Duration.ofSeconds(10).toNanos();

    /** A host of many thousands of processes is looked at for at most a thousandth of the time. */
    private static final long PAUSES_PER_LOOK = 1000;
    private static final int MOST = 10;

    private final ProcessTable table;
    private final int processors;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private Map<Identity, Running> before = Map.of();
    private long beforeNanos;
    private Instant beforeAt = Instant.MAX;
    private long next;
    private volatile @Nullable Top last;

    /** @param processors how many the whole host has */
    TopLooks(ProcessTable table, int processors, InstantSource clock, LongSupplier nanos) {
        this.table = table;
        this.processors = processors;
        this.clock = clock;
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    @Override
    public Optional<Top> last() {
        return Optional.ofNullable(last);
    }

    /** Takes a look if one is due. */
    void look() throws IOException {
        long now = nanos.getAsLong();
        if (now - next < 0) {
            return;
        }
        next = now + SHORTEST;
        List<Running> running = table.running();
        if (!running.isEmpty()) {
            last = top(running, (now - beforeNanos) / 1e9);
            before = running.stream().collect(Collectors.toMap(Running::identity, process -> process, (a, _) -> a));
            beforeNanos = now;
            beforeAt = clock.instant();
        }
        next = now + Math.max(SHORTEST, PAUSES_PER_LOOK * (nanos.getAsLong() - now));
    }

    private Top top(List<Running> running, double seconds) {
        boolean first = before.isEmpty();
        List<Usage> usages = running.stream().map(process -> usage(process, seconds)).toList();
        return new Top(clock.instant(), first ? null : seconds,
                most(usages.stream().filter(usage -> usage.cpuUtilization() != null), TopLooks::processor),
                most(usages.stream(), Comparator.comparingDouble(Usage::resident)));
    }

    private static List<Usage> most(Stream<Usage> usages, Comparator<Usage> by) {
        return usages.sorted(by.reversed()).limit(MOST).toList();
    }

    private static int processor(Usage one, Usage other) {
        return Double.compare(one.cpuUtilization() == null ? 0 : one.cpuUtilization(),
                other.cpuUtilization() == null ? 0 : other.cpuUtilization());
    }

    private Usage usage(Running process, double seconds) {
        Instant startedAt = startedAt(process.startTime());
        Double earlier = earlier(process, startedAt);
        Double share = earlier == null
                ? null
                : Math.clamp((process.cpuSeconds() - earlier) / seconds / processors, 0, 1);
        return new Usage(process.identity().pid(), process.executable(), share, process.resident(),
                (long) process.threads(), startedAt);
    }

    /** Processor time at the last look; what began after it had used none. */
    private @Nullable Double earlier(Running process, @Nullable Instant startedAt) {
        Running seen = before.get(process.identity());
        if (seen != null) {
            return seen.cpuSeconds();
        }
        return startedAt != null && startedAt.isAfter(beforeAt) ? 0.0 : null;
    }

    private static @Nullable Instant startedAt(double seconds) {
        return Double.isNaN(seconds) ? null : Instant.ofEpochMilli(Math.round(seconds * 1e3));
    }
}
