package io.tidemark.alert.jpa;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.channel.Message;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Alerts and the outbox, kept. Every method may wait for the database and throws a {@code StoreException}. */
public interface AlertStore {

    /**
     * Writes in one transaction. What has been written before is left alone, by its id, and an alert never goes back
     * to what it was before; so the same record may come twice and late.
     */
    void write(List<AlertRecord> records);

    /** Pending and firing alerts of the instance with those bits in its ids, oldest first. */
    List<Open> open(int bits);

    /** The highest id of any alert, change or silence; 0 when there is none. */
    long highestId();

    /** What is still to be told by the instance with those bits in its ids, oldest first. */
    List<Untold> untold(int bits);

    /** The messages of those changes that the channel is still to be told of, by change. */
    Map<Long, Letter> letters(String channel, Collection<Long> changes);

    /**
     * Alerts of all instances, newest first.
     *
     * @param before only alerts with a smaller id
     * @param state null for every state
     */
    List<Alert> list(long before, int limit, @Nullable AlertState state);

    Optional<Alert> find(long id);

    /** Alerts that were firing at some time between two instants, newest first. */
    List<Alert> firing(Instant start, Instant end, int limit);

    /** Removes some of the alerts resolved before an instant; answers how many. */
    int remove(Instant before, int limit);

    /**
     * An alert that is not over.
     *
     * @param channels who was told that it fires; empty while nobody was
     */
    record Open(Alert alert, List<String> channels) {}

    /**
     * One change of which one channel is still to be told.
     *
     * @param attempts already made
     */
    record Untold(long change, String channel, int attempts) {}

    /**
     * A message as it waits in the outbox.
     *
     * @param attempts already made
     * @param sentIn key of the notification it was about to go in when an earlier life ended; null when there is none
     * @param due when that was, or when it was to be tried again; null when it was not tried with others
     */
    record Letter(Message message, int attempts, @Nullable String sentIn, @Nullable Instant due) {}
}
