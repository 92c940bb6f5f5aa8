package io.tidemark.threshold;

import io.tidemark.history.StoreException;
import io.tidemark.threshold.jpa.RuleStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Rules in memory, of one instance; can go away, and can go away after it wrote. */
public final class MemoryRuleStore implements RuleStore {

    private final SortedMap<String, StoredRule> rules = new TreeMap<>();
    private final List<RuleChange> changes = new ArrayList<>();
    boolean away;
    boolean silent;
    /** Who writes waits for it. */
    @Nullable
    CountDownLatch frozen;
    final CountDownLatch entered = new CountDownLatch(1);

    @Override
    public List<StoredRule> rules(int bits) {
        refuseAway();
        return List.copyOf(rules.values());
    }

    @Override
    public void write(int bits, List<RuleChange> done) {
        refuseAway();
        entered.countDown();
        thaw();
        for (RuleChange change : done) {
            String after = change.after();
            if (after == null) {
                rules.remove(change.name());
            } else {
                rules.put(change.name(), new StoredRule(change.name(), after));
            }
            changes.add(change);
        }
        if (silent) {
            throw new StoreException("the store does not answer");
        }
    }

    @Override
    public List<RuleChange> changes(int bits, @Nullable String name, long before, int limit) {
        refuseAway();
        return changes.stream().filter(change -> name == null || change.name().equals(name))
                .filter(change -> change.id() < before)
                .sorted(Comparator.comparingLong(RuleChange::id).reversed()).limit(limit).toList();
    }

    @Override
    public long highestId() {
        return changes.stream().mapToLong(RuleChange::id).max().orElse(0);
    }

    private void thaw() {
        try {
            if (frozen != null) {
                frozen.await();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refuseAway() {
        if (away) {
            throw new StoreException("the store does not answer");
        }
    }
}
