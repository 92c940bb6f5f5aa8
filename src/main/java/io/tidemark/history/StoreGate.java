package io.tidemark.history;

import io.tidemark.history.store.Store;
import java.time.Duration;
import java.util.function.Function;

/** Questions to the store of the history, which is opened anew after one that it failed to answer. */
final class StoreGate implements AutoCloseable {

    private final Store store;
    private final Questions questions;

    /** @param atOnce questions at the same time; fewer than the pool has connections, for the writer needs one */
    StoreGate(Store store, Duration deadline, int atOnce) {
        this.store = store;
        this.questions = new Questions(deadline, atOnce);
    }

    /** @throws StoreException when there is no answer in time */
    <T> T ask(Function<Store, T> question) {
        try {
            return questions.ask(() -> question.apply(store));
        } catch (StoreException | IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            store.reset();
            throw new StoreException("the store does not answer: " + Reasons.of(e), e);
        }
    }

    @Override
    public void close() {
        questions.close();
    }
}
