package io.tidemark.threshold;

import io.tidemark.history.Rehearsal;
import io.tidemark.metric.Ids;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.jpa.RuleStore;
import java.util.List;

/** Books of rules over a small house, for tests of this room and of what is built on it. */
public final class RuleBooks {

    private RuleBooks() {}

    public static RuleBook of(Sources sources, List<RuleText> configured, RuleStore store) {
        SettableClock clock = new SettableClock();
        LiveThresholds thresholds = new LiveThresholds(List.of(), sources, new Rehearsal().readings(), clock, clock);
        return new RuleBook(sources, new ConfiguredRules(configured), thresholds, store, new Ids(clock, 0, 0), clock);
    }

    /** The house of this room's tests: one shipped rule, and one configured. */
    public static RuleBook small(RuleStore store) {
        return of(sources(), List.of(House.rule("cpu: system.cpu.utilization < 90%")), store);
    }

    public static Thresholds thresholds(RuleBook book) {
        return book.thresholds();
    }

    public static Sources sources() {
        return House.sources(List.of(House.shipped("system.load.1m < 4 for 1m")));
    }
}
