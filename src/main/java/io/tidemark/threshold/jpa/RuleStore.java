package io.tidemark.threshold.jpa;

import io.tidemark.threshold.RuleChange;
import io.tidemark.threshold.StoredRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stored rules of the instances that share a store, told apart by the bits of their ids. Every method may wait for the
 * database and throws a {@code StoreException}.
 */
public interface RuleStore {

    /** Changes that are kept of an instance, the newest. */
    int MOST_CHANGES = 50_000;

    /** All rules of an instance, by name. */
    List<StoredRule> rules(int bits);

    /** Carries changes out and keeps them in the audit trail, all in one transaction. */
    void write(int bits, List<RuleChange> changes);

    /**
     * Changes, newest first.
     *
     * @param name null for those of all rules
     * @param before only changes with a smaller id
     */
    List<RuleChange> changes(int bits, @Nullable String name, long before, int limit);

    /** The highest id of any change; 0 when there is none. */
    long highestId();
}
