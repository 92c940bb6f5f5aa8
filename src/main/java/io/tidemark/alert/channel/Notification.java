package io.tidemark.alert.channel;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * What a channel sends at once: one change, or those that came while it was busy, the newest of each alert.
 *
 * @param key the same at each attempt, another for any other set of changes; the idempotency key
 * @param messages the newest change of each alert, in their order
 * @param more changes that are told of only by their number
 */
public record Notification(String key, List<Message> messages, int more) {

    /** So many changes fit into a message of a few hundred kilobytes. */
    public static final int MOST = 1_000;

    public Notification {
        messages = List.copyOf(messages);
    }

    /**
     * Puts changes together. An alert that fired and was resolved meanwhile is told as resolved, once.
     *
     * @param changes one at least, in their order
     * @param unread ids of later changes that are only counted
     */
    public static Notification of(List<Message> changes, List<Long> unread) {
        long first = changes.getFirst().change();
        long last = unread.isEmpty() ? changes.getLast().change() : unread.getLast();
        LinkedHashMap<Long, Message> newest = new LinkedHashMap<>();
        changes.forEach(change -> newest.putLast(change.alert(), change));
        return new Notification(key(first, last), List.copyOf(newest.values()), unread.size());
    }

    /** The key of the changes from one to another. */
    public static String key(long first, long last) {
        return first == last ? Long.toString(first) : first + "-" + last;
    }
}
