package io.tidemark.history;

import io.tidemark.history.TierPlan.Span;
import io.tidemark.history.store.Coverage;
import io.tidemark.history.store.RunRollups;
import io.tidemark.history.store.RunSummaries;
import io.tidemark.history.store.RunSummary;
import io.tidemark.history.store.Tier;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Shows the runs of a probe from journal and store: one by one, merged by minute or by hour, each counted once. Page by
 * page, for a week of runs does not fit into memory, and a single question for it would not be answered in time.
 */
final class TieredRuns {

    private static final int PAGE = 500;

    private final RunQueries runs;
    private final StoreGate gate;

    TieredRuns(RunQueries runs, StoreGate gate) {
        this.runs = runs;
        this.gate = gate;
    }

    /**
     * Shows what began between two instants, both inclusive, in no certain order.
     *
     * @param wanted how coarse it may be
     */
    void show(String probe, Instant start, Instant end, Tier wanted, Consumer<RunSummary> sink) {
        Set<Long> waiting = new HashSet<>();
        TreeSet<Long> hours = new TreeSet<>();
        // The journal first: a run that moves on meanwhile is seen twice and its id tells, never not at all.
        runs.waiting(probe, run -> {
            if (!run.startedAt().isBefore(start) && !run.startedAt().isAfter(end) && waiting.add(run.id())) {
                hours.add(Tier.HOURS.floor(run.startedAt().toEpochMilli()));
                sink.accept(RunSummary.of(run));
            }
        });
        Coverage coverage = gate.ask(store -> store.runRollups().coverage(start, end));
        Range range = new Range(probe, start, end);
        for (Span span : TierPlan.of(start.toEpochMilli(), end.toEpochMilli(), wanted, coverage, hours)) {
            switch (span.kind()) {
                case RAW -> raw(range.of(span), waiting, sink);
                case MINUTES -> ask(span, sink, range, rollups -> rollups::minutes);
                case HOURS -> ask(span, sink, range, rollups -> rollups::hours);
                case MIXED -> mixed(range, span, waiting, sink);
            }
        }
    }

    /** As rolling the hour up would have it. */
    private void mixed(Range range, Span span, Set<Long> waiting, Consumer<RunSummary> sink) {
        List<RunSummary> minutes = new ArrayList<>();
        ask(span, minutes::add, range, rollups -> rollups::minutes);
        List<RunSummary> hours = new ArrayList<>();
        ask(span, hours::add, range, rollups -> rollups::hours);
        List<RunSummary> single = new ArrayList<>();
        raw(range.of(span), waiting, single::add);
        List<RunSummary> fuller = RunSummaries.fuller(minutes, RunSummaries.minutes(single));
        (runs(fuller) < runs(hours) ? hours : fuller).forEach(sink);
    }

    private static long runs(List<RunSummary> summaries) {
        return summaries.stream().mapToLong(RunSummary::runs).sum();
    }

    private void ask(Span span, Consumer<RunSummary> sink, Range range, Tiered tiered) {
        Instant from = Instant.ofEpochMilli(span.from());
        Instant to = Instant.ofEpochMilli(span.to());
        gate.ask(store -> {
            tiered.of(store.runRollups()).show(range.probe, from, to, summary -> {
                if (range.contains(summary.startMillis())) {
                    sink.accept(summary);
                }
            });
            return true;
        });
    }

    private void raw(Range range, Set<Long> waiting, Consumer<RunSummary> sink) {
        Page page = new Page(range.start, waiting, sink);
        while (true) {
            Page asked = page;
            int shown = gate
                    .ask(store -> store.runRollups().runs(range.probe, asked.from, range.end, PAGE, asked));
            if (shown < PAGE) {
                return;
            }
            page = page.next();
        }
    }

    /** Both ends inclusive. */
    private record Range(String probe, Instant start, Instant end) {

        Range of(Span span) {
            Instant from = Instant.ofEpochMilli(span.from());
            Instant last = Instant.ofEpochMilli(span.to()).minus(1, ChronoUnit.MICROS);
            return new Range(probe, from.isAfter(start) ? from : start, last.isBefore(end) ? last : end);
        }

        boolean contains(long millis) {
            return millis >= start.toEpochMilli() && millis <= end.toEpochMilli();
        }
    }

    /** One of the tiers. */
    private interface Tiered {
        Question of(RunRollups rollups);
    }

    /** A question to a tier. */
    private interface Question {
        void show(String probe, Instant from, Instant to, Consumer<RunSummary> sink);
    }

    /** Runs from an instant on; those of the page before that began at that very instant are known already. */
    private static final class Page implements RunRollups.RunSink {

        private final Instant from;
        private final Set<Long> waiting;
        private final Consumer<RunSummary> sink;
        private Set<Long> known = Set.of();
        private Set<Long> last = new HashSet<>();
        private Instant lastStart;

        Page(Instant from, Set<Long> waiting, Consumer<RunSummary> sink) {
            this.from = from;
            this.lastStart = from;
            this.waiting = waiting;
            this.sink = sink;
        }

        @Override
        public void run(long id, Instant startedAt, RunSummary run) {
            if (!startedAt.equals(lastStart)) {
                lastStart = startedAt;
                last = new HashSet<>();
            }
            last.add(id);
            if (!known.contains(id) && !waiting.contains(id)) {
                sink.accept(run);
            }
        }

        Page next() {
            // A page full of one instant would come again for ever; no probe starts that often.
            boolean stuck = lastStart.equals(from);
            Page next = new Page(stuck ? from.plus(1, ChronoUnit.MICROS) : lastStart, waiting, sink);
            next.known = last;
            return next;
        }
    }
}
