package io.tidemark.threshold;

import io.tidemark.history.StoreException;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.jpa.RuleStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The set of rules and how it is changed: checked as a whole, then written, then in force, one change after the other.
 * What cannot be written changes nothing.
 */
public final class RuleBook {

    /** Stored rules of one instance. */
    public static final int MOST_RULES = 10_000;

    /** For those who change rules while others do. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Sources sources;
    private final LiveThresholds thresholds;
    private final RuleStore store;
    private final Ids ids;
    private final InstantSource clock;
    /** For changes, which may wait for the store; nothing else does. */
    private final ReentrantLock turn = new ReentrantLock();
    private volatile ConfiguredRules configured;
    /** Never changed, only replaced. */
    private volatile SortedMap<String, StoredRule> stored;
    /** After a write whose end is unknown. */
    private boolean inDoubt;
    private volatile RuleSet set;

    /** @throws RuleException when a configured rule cannot be used */
    RuleBook(Sources sources, ConfiguredRules configured, LiveThresholds thresholds, RuleStore store, Ids ids,
            InstantSource clock) {
        this.sources = sources;
        this.configured = configured;
        this.thresholds = thresholds;
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        ids.startAbove(store.highestId());
        this.stored = read();
        this.set = Rules.all(sources, configured, stored.values());
        thresholds.replace(set.rules());
    }

    /** What became of one rule of a change. */
    public enum Change {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    /** All rules now. */
    public RuleSet set() {
        return set;
    }

    /** Stored rules by name. */
    public List<StoredRule> stored() {
        return List.copyOf(stored.values());
    }

    Thresholds thresholds() {
        return thresholds;
    }

    /** A rule to be stored, and where it stands, for messages. */
    public record Wanted(StoredRule rule, String where) {}

    /**
     * Stores rules, all of them or none; answers what became of each.
     *
     * @param by who wants it
     * @throws RuleException when one cannot be used
     * @throws RuleConflictException when one cannot be stored as things are
     * @throws StoreException when the store does not answer
     */
    public List<Change> put(List<Wanted> wanted, String by) {
        return inTurn(() -> store(wanted, by));
    }

    private List<Change> store(List<Wanted> wanted, String by) {
        Vocabulary vocabulary = Vocabulary.of(sources);
        wanted.forEach(one -> Rules.stored(one.rule(), one.where(), vocabulary));
        SortedMap<String, StoredRule> next = new TreeMap<>(stored);
        List<Change> done = wanted.stream().map(one -> change(next.put(one.rule().name(), one.rule()), one.rule()))
                .toList();
        if (next.size() > MOST_RULES) {
            throw new RuleConflictException("there would be " + next.size() + " stored rules, and at most " + MOST_RULES
                    + " are kept: remove some first");
        }
        Draft draft = draft(next);
        refuseUnjudged(draft.set(), wanted);
        change(draft, by);
        return done;
    }

    private static Change change(@Nullable StoredRule before, StoredRule rule) {
        return before == null ? Change.CREATED : before.equals(rule) ? Change.UNCHANGED : Change.CHANGED;
    }

    private static void refuseUnjudged(RuleSet all, List<Wanted> wanted) {
        Map<String, String> places = wanted.stream()
                .collect(Collectors.toMap(one -> one.rule().name(), Wanted::where, (a, _) -> a));
        all.unjudged().stream().filter(one -> places.containsKey(one.rule().name())).findFirst().ifPresent(one -> {
            throw new RuleConflictException(places.get(one.rule().name()) + ": " + one.reason());
        });
    }

    /**
     * Removes a stored rule; answers whether there was a rule of that name.
     *
     * @throws RuleConflictException when it is not a stored one
     * @throws StoreException when the store does not answer
     */
    public boolean remove(String name, String by) {
        return inTurn(() -> take(name, by));
    }

    private boolean take(String name, String by) {
        if (!stored.containsKey(name)) {
            String place = set.places().get(name);
            if (place != null) {
                throw new RuleConflictException(
                        "the rule '" + name + "' is not stored, so it cannot be removed here: it "
                                + (place.startsWith("configured") ? "is " : "") + place);
            }
            return false;
        }
        SortedMap<String, StoredRule> next = new TreeMap<>(stored);
        next.remove(name);
        change(draft(next), by);
        return true;
    }

    /**
     * Judges other configured rules from now on.
     *
     * @throws RuleException when one of them cannot be used; the earlier ones stay in force
     */
    public synchronized void configure(ConfiguredRules next) {
        RuleSet all = Rules.all(sources, next, stored.values());
        configured = next;
        enforce(all);
    }

    /**
     * The audit trail, newest first.
     *
     * @param name null for that of all rules
     * @param before only changes with a smaller id
     * @throws StoreException when the store does not answer
     */
    public List<RuleChange> changes(@Nullable String name, long before, int limit) {
        return store.changes(ids.instanceBits(), name, before, limit);
    }

    private <T> T inTurn(Supplier<T> change) {
        try {
            if (!turn.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreException("the store is busy with other changes of the rules; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for other changes of the rules", e);
        }
        try {
            settle();
            return change.get();
        } finally {
            turn.unlock();
        }
    }

    /** The rules as they would be beside the configured ones. */
    private record Draft(ConfiguredRules beside, SortedMap<String, StoredRule> stored, RuleSet set) {}

    private Draft draft(SortedMap<String, StoredRule> next) {
        ConfiguredRules beside = configured;
        return new Draft(beside, next, Rules.all(sources, beside, next.values()));
    }

    private void change(Draft next, String by) {
        List<RuleChange> changes = changes(next.stored(), by);
        if (changes.isEmpty()) {
            return;
        }
        inDoubt = true;
        store.write(ids.instanceBits(), changes);
        inDoubt = false;
        use(next);
    }

    private List<RuleChange> changes(SortedMap<String, StoredRule> next, String by) {
        List<RuleChange> changes = new ArrayList<>();
        next.forEach((name, rule) -> {
            StoredRule before = stored.get(name);
            if (!rule.equals(before)) {
                changes.add(changed(name, by, before, rule));
            }
        });
        stored.forEach((name, rule) -> {
            if (!next.containsKey(name)) {
                changes.add(changed(name, by, rule, null));
            }
        });
        return changes;
    }

    private RuleChange changed(String name, String by, @Nullable StoredRule before, @Nullable StoredRule after) {
        return new RuleChange(ids.next(), name, clock.instant(), by, before == null ? null : before.text(),
                after == null ? null : after.text());
    }

    /** A store that went away while it wrote may have written. */
    private void settle() {
        if (inDoubt) {
            Draft found = draft(read());
            inDoubt = false;
            use(found);
        }
    }

    private SortedMap<String, StoredRule> read() {
        SortedMap<String, StoredRule> rules = new TreeMap<>();
        store.rules(ids.instanceBits()).forEach(rule -> rules.put(rule.name(), rule));
        return rules;
    }

    /** The configuration may have changed since it was drafted. */
    private synchronized void use(Draft next) {
        stored = next.stored();
        enforce(next.beside().equals(configured)
                ? next.set()
                : Rules.all(sources, configured, next.stored().values()));
    }

    private void enforce(RuleSet next) {
        set = next;
        thresholds.replace(next.rules());
    }
}
