package io.tidemark.threshold;

import io.tidemark.history.Readings;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sources;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Judges the rules of this instance as observations come and time passes, under one short lock. */
final class LiveThresholds implements Thresholds {

    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Arrivals arrivals;
    private final List<Threshold> rules;
    private final List<RuleState> states = new ArrayList<>();
    private final Map<String, List<RuleState>> bySource = new HashMap<>();

    /** @param ticker nanoseconds that are never set back or forth */
    LiveThresholds(List<Threshold> rules, Sources sources, Readings readings, InstantSource clock,
            LongSupplier ticker) {
        this.clock = clock;
        this.ticker = ticker;
        this.arrivals = new Arrivals(sources);
        this.rules = List.copyOf(rules);
        Inputs inputs = new Inputs(readings, sources, arrivals);
        Moment now = new Moment(clock.instant(), ticker.getAsLong());
        rules.forEach(rule -> add(new RuleState(rule, inputs, arrivals, now)));
    }

    private void add(RuleState state) {
        states.add(state);
        state.sources().forEach(source -> bySource.computeIfAbsent(source, _ -> new ArrayList<>()).add(state));
    }

    @Override
    public List<Threshold> rules() {
        return rules;
    }

    @Override
    public synchronized List<Judgement> judge(Observation observation) {
        Moment now = new Moment(clock.instant(), ticker.getAsLong());
        Brought brought = Brought.by(observation);
        arrivals.note(observation, now);
        return bySource.getOrDefault(observation.source(), List.of()).stream()
                .flatMap(state -> state.judge(brought, now).stream()).toList();
    }

    @Override
    public synchronized List<Judgement> due(Instant now) {
        Moment moment = new Moment(now, ticker.getAsLong());
        return states.stream().flatMap(state -> state.due(moment).stream()).toList();
    }

    @Override
    public synchronized List<Judgement> current() {
        return states.stream().flatMap(RuleState::current).toList();
    }
}
