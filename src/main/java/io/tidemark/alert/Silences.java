package io.tidemark.alert;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The silences of this instance, for people. What changes something waits for the store: not for the measuring path. */
public interface Silences {

    /**
     * Keeps a silence and lets it hold from then on.
     *
     * @throws IllegalStateException with one sentence when there are too many
     * @throws io.tidemark.history.StoreException when the store does not take it in time; then it holds nowhere
     */
    Silence create(Silence.Plan plan);

    /**
     * Ends a silence now; one that is over stays as it is.
     *
     * @return empty when there is none
     * @throws io.tidemark.history.StoreException when the store does not take it in time; then it goes on
     */
    Optional<Silence> end(long id);

    /**
     * Silences, newest first. Those that are not over are answered from memory; everything else needs the store.
     *
     * @param before only silences with a smaller id
     * @param state null for every state
     * @throws io.tidemark.history.StoreException when the store is needed and does not answer
     */
    List<Silence> list(long before, int limit, Silence.@Nullable State state);

    Optional<Silence> find(long id);
}
