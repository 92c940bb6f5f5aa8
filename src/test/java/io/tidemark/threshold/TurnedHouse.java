package io.tidemark.threshold;

import io.tidemark.history.Readings;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Real rules over one sampled value and a probe, for tests of other rooms: its clocks are turned, it stands still and starts anew. */
public final class TurnedHouse implements InstantSource, LongSupplier {

    private final House house = new House();
    private List<RuleText> rules;
    private Readings readings = house.readings;
    private Consumer<Observation> history = house.readings::append;
    private LiveThresholds thresholds;

    /** @param rules about system.load.1m, which is read every second, or about the probe orders-read */
    public TurnedHouse(String... rules) {
        this.rules = texts(rules);
        this.thresholds = thresholds();
    }

    private static List<RuleText> texts(String... rules) {
        return Stream.of(rules).map(House::rule).toList();
    }

    private LiveThresholds thresholds() {
        return new LiveThresholds(all(), house.sources, readings, house.clock, new LivedTime(house.clock), house.clock);
    }

    private List<Threshold> all() {
        return Rules.all(house.sources, new ConfiguredRules(rules), List.of()).rules();
    }

    /** As after a restart: nothing is remembered of what was judged. */
    public void restart() {
        thresholds = thresholds();
    }

    /** The same over a real history. */
    public void restart(Readings anew, Consumer<Observation> appended) {
        readings = anew;
        history = appended;
        restart();
    }

    /** As when rules are changed over REST. */
    public void replace(String... next) {
        rules = texts(next);
        thresholds.replace(all());
    }

    /** As the service does after a restart. */
    public void resume(String rule, Labels labels, boolean counts) {
        thresholds.resume(List.of(new Thresholds.OpenBreach(rule, labels, instant(), counts)));
    }

    public void pass(Duration time) {
        house.clock.pass(time);
    }

    /** What an administrator or a time server does. */
    public void step(Duration by) {
        house.clock.step(by);
    }

    public void set(Instant now) {
        step(Duration.between(instant(), now));
    }

    public List<Judgement> load(double value) {
        Instant now = instant();
        Observation seen = Observation.of("here", "system.memory", now, Duration.ZERO,
                List.of(new Sample(new Series("system.load.1m", Labels.NONE), now, value)));
        return take(seen);
    }

    /** Judges a run of the probe orders-read, or another observation. */
    public List<Judgement> take(Observation seen) {
        history.accept(seen);
        return thresholds.judge(seen);
    }

    public List<Judgement> current() {
        return thresholds.current();
    }

    public List<Judgement> due() {
        return thresholds.due(instant());
    }

    @Override
    public Instant instant() {
        return house.clock.instant();
    }

    @Override
    public long getAsLong() {
        return house.clock.getAsLong();
    }
}
