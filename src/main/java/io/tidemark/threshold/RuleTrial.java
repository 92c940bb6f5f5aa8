package io.tidemark.threshold;

import io.tidemark.history.History;
import io.tidemark.history.Rehearsal;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Tries a rule on the history before anybody saves it: what was seen is judged once more, in its order and by the same
 * code, with the clock turned to when it was. Bounded in time and memory.
 */
public final class RuleTrial {

    /** However much there is to look at, an answer takes no longer. */
    static final Duration LONGEST = Duration.ofSeconds(20);
    /** So many looks at the clock, at the most, between the first and the last. */
    private static final int TICKS = 100_000;

    private final History history;
    private final Sources sources;
    private final LongSupplier ticker;

    /** @param ticker nanoseconds that are never set back or forth */
    public RuleTrial(History history, Sources sources, LongSupplier ticker) {
        this.history = history;
        this.sources = sources;
        this.ticker = ticker;
    }

    /**
     * Tries a rule between two instants.
     *
     * @throws RuleException when it cannot be used
     * @throws io.tidemark.history.StoreException when the store does not answer
     */
    public TrialResult run(String text, Instant start, Instant end) {
        Threshold read = Rules.tried(text, sources);
        Threshold rule = new Threshold(read.name(), read.rule().withoutGrace(), read.severity(), read.origin(), text);
        Footage footage = Footage.of(rule, history, sources, start, end);
        return new Replay(rule, footage, start, end).run();
    }

    private final class Replay implements InstantSource, LongSupplier {

        private final Footage footage;
        private final Instant end;
        private final long tickMillis;
        private final Rehearsal rehearsal = new Rehearsal();
        private final LiveThresholds thresholds;
        private final Firings firings;
        private Instant now;

        Replay(Threshold rule, Footage footage, Instant start, Instant end) {
            this.footage = footage;
            this.end = end;
            this.now = start;
            this.tickMillis = Math.max(1000, Duration.between(start, end).toMillis() / TICKS);
            this.firings = new Firings(rule);
            this.thresholds = new LiveThresholds(List.of(rule), footage.sources(), rehearsal.readings(), this, this);
        }

        TrialResult run() {
            Instant start = now;
            long stopAt = ticker.getAsLong() + LONGEST.toNanos();
            boolean whole = true;
            while (whole && footage.hasNext()) {
                for (Observation observation : footage.next()) {
                    see(observation);
                }
                whole = ticker.getAsLong() - stopAt < 0;
            }
            if (whole) {
                turnTo(end);
                firings.take(thresholds.due(now));
            }
            return firings.result(start, now, end, footage.resolution());
        }

        private void see(Observation observation) {
            turnTo(observation.at().plus(observation.took()));
            rehearsal.take(observation);
            firings.seen(observation.at());
            firings.take(thresholds.judge(observation));
            firings.take(thresholds.due(now));
        }

        private void turnTo(Instant then) {
            while (now.plusMillis(tickMillis).isBefore(then)) {
                now = now.plusMillis(tickMillis);
                firings.take(thresholds.due(now));
            }
            if (now.isBefore(then)) {
                now = then;
            }
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public long getAsLong() {
            return now.toEpochMilli() * 1_000_000;
        }
    }
}
