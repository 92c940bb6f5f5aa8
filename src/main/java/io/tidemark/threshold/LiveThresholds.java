package io.tidemark.threshold;

import io.tidemark.history.Readings;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Judges the rules of this instance as observations come and time passes, under one short lock. */
final class LiveThresholds implements Thresholds {

    /** Clocks that are that much further apart than they were when last looked at: one of them was set. */
    private static final Duration SET = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Arrivals arrivals;
    private final Inputs inputs;
    private final Moment started;
    private final LongSupplier steady;
    private Moment looked;
    private volatile List<Threshold> rules = List.of();
    private Map<Threshold, RuleState> states = new LinkedHashMap<>();
    private Map<String, Audience> bySource = new HashMap<>();
    /** Rules that came since time was last looked at, and the series that earlier forms of them judged. */
    private final List<RuleState> newcomers = new ArrayList<>();
    private final Map<String, Set<Labels>> inherited = new HashMap<>();

    /** @param ticker nanoseconds that are never set back or forth */
    LiveThresholds(List<Threshold> rules, Sources sources, Readings readings, InstantSource clock,
            LongSupplier ticker) {
        this(rules, sources, readings, clock, ticker, ticker);
    }

    /**
     * @param ticker nanoseconds that are never set back or forth, and go on only while the service notices anything
     * @param steady nanoseconds that go on whatever happens
     */
    LiveThresholds(List<Threshold> rules, Sources sources, Readings readings, InstantSource clock,
            LongSupplier ticker, LongSupplier steady) {
        this.clock = clock;
        this.ticker = ticker;
        this.steady = steady;
        this.arrivals = new Arrivals(sources);
        this.inputs = new Inputs(readings, sources, arrivals);
        this.started = now();
        this.looked = new Moment(started.at(), steady.getAsLong());
        replace(rules);
    }

    private Moment now() {
        return new Moment(clock.instant(), ticker.getAsLong());
    }

    /**
     * Judges these rules from now on. What is known of rules that were there before goes on; new ones are judged by
     * what was seen last as soon as time is looked at.
     */
    synchronized void replace(List<Threshold> next) {
        Map<Threshold, RuleState> before = states;
        Map<Threshold, RuleState> after = new LinkedHashMap<>();
        Map<String, RuleState> byName = byName();
        next.forEach(rule -> after.put(rule,
                before.containsKey(rule) ? before.remove(rule) : begun(rule, byName.get(rule.name()))));
        before.values().forEach(RuleState::end);
        newcomers.removeAll(before.values());
        before.forEach((rule, state) -> inherited.computeIfAbsent(rule.name(), _ -> new HashSet<>())
                .addAll(state.labels()));
        inherited.keySet().retainAll(next.stream().map(Threshold::name).toList());
        states = after;
        bySource = new HashMap<>();
        after.values().forEach(state -> state.sources().forEach(
                source -> bySource.computeIfAbsent(source, _ -> new Audience()).add(state)));
        rules = List.copyOf(next);
    }

    private Map<String, RuleState> byName() {
        Map<String, RuleState> byName = new HashMap<>();
        states.values().forEach(state -> byName.put(state.name(), state));
        return byName;
    }

    private RuleState begun(Threshold rule, @Nullable RuleState former) {
        Moment now = now();
        RuleState state = new RuleState(rule, inputs, arrivals, started, now);
        if (former != null) {
            state.succeed(former, now);
        }
        newcomers.add(state);
        return state;
    }

    @Override
    public synchronized void resume(Collection<OpenBreach> breaches) {
        Moment now = now();
        Map<String, RuleState> byName = byName();
        for (OpenBreach breach : breaches) {
            RuleState state = byName.get(breach.rule());
            if (state != null) {
                state.resume(breach, now);
            }
        }
    }

    @Override
    public List<Threshold> rules() {
        return rules;
    }

    @Override
    public synchronized List<Judgement> judge(Observation observation) {
        Moment now = now();
        notice(now);
        arrivals.note(observation, now);
        Audience audience = bySource.get(observation.source());
        if (audience == null) {
            return List.of();
        }
        List<Judgement> judged = new ArrayList<>();
        audience.judge(observation, now, judged);
        return judged;
    }

    @Override
    public synchronized List<Judgement> due(Instant now) {
        Moment moment = new Moment(now, ticker.getAsLong());
        notice(moment);
        List<Judgement> judged = new ArrayList<>();
        welcome(moment, judged);
        for (RuleState state : states.values()) {
            state.due(moment, judged);
        }
        return judged;
    }

    /** Windows go by the clock that people read: it is looked at for having been set. */
    private void notice(Moment now) {
        Moment look = new Moment(clock.instant(), steady.getAsLong());
        Duration apart = Duration.between(looked.at(), look.at()).minus(look.since(looked.nanos()));
        if (apart.abs().compareTo(SET) > 0) {
            states.values().forEach(state -> state.loseWindows(now));
        }
        looked = look;
    }

    private void welcome(Moment now, List<Judgement> judged) {
        for (RuleState state : newcomers) {
            state.begin(now, judged);
            Set<Labels> before = inherited.getOrDefault(state.name(), Set.of());
            before.stream().filter(labels -> !state.labels().contains(labels))
                    .forEach(labels -> judged.add(state.farewell(labels, now)));
        }
        newcomers.clear();
        inherited.clear();
    }

    @Override
    public synchronized List<Judgement> current() {
        return states.values().stream().flatMap(RuleState::current).toList();
    }
}
