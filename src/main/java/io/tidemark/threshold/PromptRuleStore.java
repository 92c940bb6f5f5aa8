package io.tidemark.threshold;

import io.tidemark.history.Questions;
import io.tidemark.threshold.jpa.RuleStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store of rules that answers within a deadline or says that it does not. To be asked one question at a time: what is
 * read after a write that was too late then tells how that has ended.
 */
final class PromptRuleStore implements RuleStore, AutoCloseable {

    private final RuleStore store;
    private final Questions questions;

    PromptRuleStore(RuleStore store, Questions questions) {
        this.store = store;
        this.questions = questions;
    }

    @Override
    public List<StoredRule> rules(int bits) {
        return questions.ask(() -> store.rules(bits));
    }

    @Override
    public void write(int bits, List<RuleChange> changes) {
        questions.ask(() -> {
            store.write(bits, changes);
            return changes;
        });
    }

    @Override
    public List<RuleChange> changes(int bits, @Nullable String name, long before, int limit) {
        return questions.ask(() -> store.changes(bits, name, before, limit));
    }

    @Override
    public long highestId() {
        return questions.ask(store::highestId);
    }

    @Override
    public void close() {
        questions.close();
    }
}
