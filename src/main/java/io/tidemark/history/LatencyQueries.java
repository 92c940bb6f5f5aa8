package io.tidemark.history;

import io.tidemark.history.store.Distributions;
import io.tidemark.history.store.Store;
import io.tidemark.metric.LatencyReader;
import io.tidemark.metric.LatencyTally;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/**
 * Answers for latencies over time from journal and store, page by page: a week of runs does not fit into memory, and a
 * single question for it would not be answered in time.
 */
final class LatencyQueries {

    private static final int PAGE = 500;

    private final RunQueries runs;
    private final StoreGate gate;

    LatencyQueries(RunQueries runs, StoreGate gate) {
        this.runs = runs;
        this.gate = gate;
    }

    LatencyHistory latency(LatencyQuery query) {
        LatencySteps steps = new LatencySteps(query);
        Set<Long> waiting = new HashSet<>();
        // The journal first: a run that moves on meanwhile is seen twice and its id tells, never not at all.
        runs.waiting(query.probe(), run -> {
            if (waiting.add(run.id())) {
                steps.add(run.startedAt(), run.attempts(), run.failures(),
                        tally -> run.operations().values().forEach(tally::add));
            }
        });
        try (LatencyReader reader = new LatencyReader()) {
            stored(query, steps, waiting, reader);
        }
        return steps.answer();
    }

    private void stored(LatencyQuery query, LatencySteps steps, Set<Long> waiting, LatencyReader reader) {
        Page page = new Page(query.start(), steps, waiting, reader);
        while (true) {
            Page asked = page;
            int shown = gate.ask(
                    store -> store.latencies(query.probe(), asked.from, query.end(), PAGE, asked));
            if (shown < PAGE) {
                return;
            }
            page = page.next();
        }
    }

    /** Runs from an instant on; those of the page before that began at that very instant are known already. */
    private static final class Page implements Store.LatencySink {

        private final Instant from;
        private final LatencySteps steps;
        private final Set<Long> waiting;
        private final LatencyReader reader;
        private Set<Long> known = Set.of();
        private Set<Long> last = new HashSet<>();
        private Instant lastStart;

        Page(Instant from, LatencySteps steps, Set<Long> waiting, LatencyReader reader) {
            this.from = from;
            this.lastStart = from;
            this.steps = steps;
            this.waiting = waiting;
            this.reader = reader;
        }

        @Override
        public void run(long id, Instant startedAt, long operations, long failures, byte[] distributions) {
            if (!startedAt.equals(lastStart)) {
                lastStart = startedAt;
                last = new HashSet<>();
            }
            last.add(id);
            if (!known.contains(id) && !waiting.contains(id)) {
                steps.add(startedAt, operations, failures, tally -> add(distributions, tally));
            }
        }

        private void add(byte[] distributions, LatencyTally tally) {
            Distributions.addOperations(distributions, reader, tally);
        }

        Page next() {
            // A page full of one instant would come again for ever; no probe starts that often.
            boolean stuck = lastStart.equals(from);
            Page next = new Page(stuck ? from.plus(1, ChronoUnit.MICROS) : lastStart, steps, waiting, reader);
            next.known = last;
            return next;
        }
    }
}
