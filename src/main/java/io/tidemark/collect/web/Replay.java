package io.tidemark.collect.web;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last events, for readers that come back after a cut; bounded by count and by bytes. Not safe for threads: guarded
 * by its owner's lock.
 */
final class Replay {

    private static final int MOST_EVENTS = 2_000;
    private static final long MOST_CHARACTERS = 4_000_000;

    /** Tells the ids of this life of the service from those of another. */
    private final String life;
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private long characters;
    private long last;

    Replay(String life) {
        this.life = life;
    }

    Event add(String name, String data) {
        Event event = new Event(++last, life + "-" + last, name, data);
        events.add(event);
        characters += data.length();
        while (events.size() > MOST_EVENTS || characters > MOST_CHARACTERS) {
            characters -= events.remove().data().length();
        }
        return event;
    }

    /** Forgets all; what comes afterwards does not follow without a gap. */
    void clear() {
        events.clear();
        characters = 0;
        last++;
    }

    /** The id of the newest event, kept or not. */
    String lastId() {
        return life + "-" + last;
    }

    /** What came after an event; empty when that is not known any more. */
    Optional<List<Event>> since(String id) {
        Long number = number(id);
        if (number == null || number > last) {
            return Optional.empty();
        }
        long first = events.isEmpty() ? last + 1 : events.element().number();
        return number < first - 1
                ? Optional.empty()
                : Optional.of(events.stream().filter(event -> event.number() > number).toList());
    }

    private @Nullable Long number(String id) {
        if (!id.startsWith(life + "-")) {
            return null;
        }
        try {
            return Long.valueOf(id.substring(life.length() + 1));
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /**
     * One event.
     *
     * @param number counted from the start of this life
     * @param data JSON
     */
    record Event(long number, String id, String name, String data) {}
}
