package io.tidemark.history;

import io.tidemark.history.store.Coverage;
import io.tidemark.history.store.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Says which tier answers for which hours of a range: the coarsest that is exact, raw data for hours that are not rolled
 * up, and what is left for those whose finer data was removed.
 */
final class TierPlan {

    private final long start;
    private final long end;
    private final Tier wanted;
    private final Coverage coverage;
    private final SortedSet<Long> unrolled;
    private final List<Span> spans = new ArrayList<>();

    private TierPlan(long start, long end, Tier wanted, Coverage coverage, SortedSet<Long> waiting) {
        this.start = start;
        this.end = end;
        this.wanted = wanted;
        this.coverage = coverage;
        this.unrolled = new TreeSet<>(coverage.unrolled());
        unrolled.addAll(waiting);
    }

    /**
     * Spans that follow each other without gaps from the first instant to the last, both inclusive.
     *
     * @param waiting starts of hours of which something is not in the store yet
     */
    static List<Span> of(long start, long end, Tier wanted, Coverage coverage, SortedSet<Long> waiting) {
        TierPlan plan = new TierPlan(start, end, wanted, coverage, waiting);
        plan.make();
        return plan.spans;
    }

    private void make() {
        long at = Tier.HOURS.floor(start);
        long lastHour = Tier.HOURS.floor(end);
        // An end within an hour cuts its summary in two.
        boolean partial = wanted != Tier.RAW && end + 1 < lastHour + Tier.HOURS.millis();
        SortedSet<Long> special = new TreeSet<>(unrolled.subSet(at, lastHour + 1));
        if (partial) {
            special.add(lastHour);
        }
        for (long hour : special) {
            rolled(at, hour);
            at = hour + Tier.HOURS.millis();
            add(hour, at, unrolled.contains(hour) ? unrolled(hour) : stored(hour, Tier.RAW));
        }
        rolled(at, lastHour + Tier.HOURS.millis());
    }

    private void rolled(long from, long to) {
        long at = from;
        for (long cut : new TreeSet<>(List.of(coverage.minutesFrom(), coverage.rawFrom(), to))) {
            if (cut > at && cut <= to) {
                add(at, cut, stored(at, wanted));
                at = cut;
            }
        }
    }

    private Kind unrolled(long hour) {
        return hour >= coverage.rawFrom() ? Kind.RAW : Kind.MIXED;
    }

    private Kind stored(long hour, Tier tier) {
        if (tier == Tier.RAW && hour >= coverage.rawFrom()) {
            return Kind.RAW;
        }
        return tier != Tier.HOURS && hour >= coverage.minutesFrom() ? Kind.MINUTES : Kind.HOURS;
    }

    private void add(long from, long to, Kind kind) {
        Span before = spans.isEmpty() ? null : spans.getLast();
        if (before != null && before.kind() == kind && kind != Kind.MIXED) {
            spans.removeLast();
            add(before.from(), to, kind);
        } else {
            spans.add(new Span(kind, from, to));
        }
    }

    /** Where to look. */
    enum Kind {
        RAW,
        MINUTES,
        HOURS,
        /** One hour of which raw data came after most of it had been removed. */
        MIXED
    }

    /** Whole hours from one to another (exclusive), in milliseconds. */
    record Span(Kind kind, long from, long to) {}
}
