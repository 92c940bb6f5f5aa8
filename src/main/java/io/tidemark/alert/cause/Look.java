package io.tidemark.alert.cause;

import io.tidemark.alert.cause.Causes.Cause;
import io.tidemark.history.Readings;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All readings over one stretch beside what is usual of them, ordered once for all rules that break at its end. */
final class Look {

    private static final Comparator<Moved> MOST_UNUSUAL = Comparator
            .comparingDouble((Moved moved) -> Math.abs(moved.unusual())).reversed();

    private final Instant from;
    private final Instant to;
    private final Map<String, List<Moved>> byMetric;
    private final List<Moved> unusual;
    private final IdentityHashMap<Moved, Cause> told = new IdentityHashMap<>();

    private Look(Instant from, Instant to, List<Moved> all) {
        this.from = from;
        this.to = to;
        this.byMetric = all.stream().collect(Collectors.groupingBy(moved -> moved.metric().name()));
        this.unusual = all.stream().filter(Moved::isUnusual).toList();
    }

    static Look at(Readings readings, Instant from, Instant to) {
        return new Look(from, to,
                readings.standings(from, to).stream().map(Moved::of).sorted(MOST_UNUSUAL).toList());
    }

    boolean isOf(Instant otherFrom, Instant otherTo) {
        return from.equals(otherFrom) && to.equals(otherTo);
    }

    boolean isEmpty() {
        return byMetric.isEmpty();
    }

    /** Readings of a metric, the most unusual first. */
    Stream<Moved> all(String metric) {
        return byMetric.getOrDefault(metric, List.of()).stream();
    }

    /** What moved for the worse, most first. */
    Stream<Moved> unusual() {
        return unusual.stream();
    }

    /** The same for every rule, so that thousands that break at once share it. */
    Cause told(Moved moved) {
        return told.computeIfAbsent(moved, one -> one.cause(null));
    }

    /** Since when the longest known of them is known. */
    Optional<Instant> since() {
        return byMetric.values().stream().flatMap(Collection::stream).map(Moved::since).filter(Objects::nonNull)
                .min(Comparator.naturalOrder());
    }
}
