package io.tidemark.alert;

import io.tidemark.alert.channel.Message;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.alert.jpa.AlertStore.Letter;
import io.tidemark.history.StoreException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one channel is still to tell, in order. Beyond a bound only the ids are in memory and the messages stay in the
 * outbox, where the journal brings them even when the store was away.
 */
final class Mailbox {

    static final int IN_MEMORY = 500;
    private static final int BATCH = 100;

    private final String channel;
    private final AlertStore store;
    private final Deque<Letter> letters = new ArrayDeque<>();
    private final Deque<Long> inStore = new ArrayDeque<>();

    Mailbox(String channel, AlertStore store) {
        this.channel = channel;
        this.store = store;
    }

    synchronized void add(Message message) {
        if (inStore.isEmpty() && letters.size() < IN_MEMORY) {
            letters.add(new Letter(message, 0));
        } else {
            inStore.add(message.change());
        }
    }

    /** Takes up what an earlier life left in the outbox; reads as much as fits now, as the store may be away later. */
    void resume(Collection<Long> changes) {
        leave(changes);
        for (int read = 0; read < Math.min(changes.size(), IN_MEMORY); read += BATCH) {
            fetch();
        }
    }

    private synchronized void leave(Collection<Long> changes) {
        inStore.addAll(changes);
    }

    synchronized int size() {
        return letters.size() + inStore.size();
    }

    synchronized @Nullable Letter head() {
        return letters.peek();
    }

    synchronized void removeHead() {
        letters.remove();
    }

    /** The change to go on with when no message is in memory; null when there is none. */
    synchronized @Nullable Long absent() {
        return letters.isEmpty() ? inStore.peek() : null;
    }

    synchronized void skipAbsent() {
        inStore.remove();
    }

    /**
     * Fetches the next messages from the store, up to the first that is not there yet: their order must hold.
     *
     * @throws StoreException when it does not answer
     */
    void fetch() {
        List<Long> next = next();
        // Outside the lock: a store that hangs must not hold up those who add.
        Map<Long, Letter> found = store.letters(channel, next);
        take(next, found);
    }

    private synchronized List<Long> next() {
        return inStore.stream().limit(BATCH).toList();
    }

    private synchronized void take(List<Long> next, Map<Long, Letter> found) {
        for (Long change : next) {
            Letter letter = found.get(change);
            if (letter == null) {
                return;
            }
            letters.add(letter);
            inStore.remove();
        }
    }
}
