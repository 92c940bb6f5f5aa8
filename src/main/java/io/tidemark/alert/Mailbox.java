package io.tidemark.alert;

import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Notification;
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

    static final int IN_MEMORY = Notification.MOST;
    private static final int BATCH = 200;

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
            letters.add(new Letter(message, 0, null, null));
        } else {
            inStore.add(message.change());
        }
    }

    /** Takes up what is left in the outbox, behind what is here already. */
    synchronized void leave(Collection<Long> changes) {
        inStore.addAll(changes);
    }

    /** Takes up what an earlier life left in the outbox; reads as much as fits now, as the store may be away later. */
    void resume(Collection<Long> changes) {
        leave(changes);
        fill(IN_MEMORY);
    }

    synchronized int size() {
        return letters.size() + inStore.size();
    }

    /** The first messages that are in memory. */
    synchronized List<Letter> letters(int most) {
        return letters.stream().limit(most).toList();
    }

    /** Changes behind a memory that is full. */
    synchronized List<Long> unread(int most) {
        return letters.size() < IN_MEMORY ? List.of() : inStore.stream().limit(most).toList();
    }

    synchronized void remove(int read, int unread) {
        for (int i = 0; i < read; i++) {
            letters.remove();
        }
        for (int i = 0; i < unread; i++) {
            inStore.remove();
        }
    }

    /** The change to go on with when no message is in memory; null when there is none. */
    synchronized @Nullable Long absent() {
        return letters.isEmpty() ? inStore.peek() : null;
    }

    synchronized void skipAbsent() {
        inStore.remove();
    }

    /**
     * Fetches messages from the store until so many are in memory, or to the first that is not there yet: their order
     * must hold.
     *
     * @throws StoreException when it does not answer
     */
    void fill(int wanted) {
        List<Long> next = next(wanted);
        while (!next.isEmpty()) {
            // Outside the lock: a store that hangs must not hold up those who add.
            Map<Long, Letter> found = store.letters(channel, next);
            next = take(next, found) ? next(wanted) : List.of();
        }
    }

    private synchronized List<Long> next(int wanted) {
        int missing = Math.min(wanted, IN_MEMORY) - letters.size();
        return inStore.stream().limit(Math.clamp(missing, 0, BATCH)).toList();
    }

    private synchronized boolean take(List<Long> next, Map<Long, Letter> found) {
        for (Long change : next) {
            Letter letter = found.get(change);
            if (letter == null) {
                return false;
            }
            letters.add(letter);
            inStore.remove();
        }
        return true;
    }
}
