package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was and is wrong, for people who look back. Reads the store: not for the measuring path. */
public interface AlertHistory {

    /**
     * Alerts, newest first. Pending and firing ones of this instance are answered from memory; everything else needs
     * the store.
     *
     * @param before only alerts with a smaller id
     * @param state null for every state
     * @throws io.tidemark.history.StoreException when the store is needed and does not answer
     */
    List<Alert> list(long before, int limit, @Nullable AlertState state);

    /**
     * One alert of any instance.
     *
     * @throws io.tidemark.history.StoreException when the store is needed and does not answer
     */
    Optional<Alert> find(long id);

    /**
     * Alerts that were firing at some time between two instants, newest first.
     *
     * @throws io.tidemark.history.StoreException when the store does not answer
     */
    List<Alert> firing(Instant start, Instant end, int limit);
}
