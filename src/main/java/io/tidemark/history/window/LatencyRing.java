package io.tidemark.history.window;

import io.tidemark.history.Window;
import io.tidemark.metric.Distribution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Latency distributions of successive runs, trimmed by age. Encoded, because a histogram in memory takes a hundred
 * times the room; not thread-safe.
 */
final class LatencyRing {

    static final int MOST = 20_000;

    private final Deque<Taken> held = new ArrayDeque<>();

    /** Runs without a latency are left out. */
    static Optional<Taken> taken(long at, Distribution latency) {
        return latency.isEmpty()
                ? Optional.empty()
                : Optional.of(new Taken(at, latency.mean(), latency.encode()));
    }

    void add(Taken taken, long oldest) {
        long at = taken.at();
        // Taken before the clock was set back; they would never grow old.
        while (!held.isEmpty() && held.getLast().at() > at) {
            held.removeLast();
        }
        while (!held.isEmpty() && (held.getFirst().at() < oldest || held.size() >= MOST)) {
            held.removeFirst();
        }
        held.add(taken);
    }

    /** Puts one in front of the others, unless there is no room or it was not taken before them. */
    void addFirst(Taken taken) {
        if (held.size() < MOST && (held.isEmpty() || taken.at() < held.getFirst().at())) {
            held.addFirst(taken);
        }
    }

    boolean isFull() {
        return held.size() >= MOST;
    }

    Optional<Window> between(long after, long to) {
        List<Taken> taken = held.stream().filter(t -> t.at() > after && t.at() <= to).toList();
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        List<Distribution> parts = new ArrayList<>(taken.size());
        taken.forEach(t -> parts.add(Distribution.decode(t.encoded())));
        long[] times = taken.stream().mapToLong(Taken::at).toArray();
        double[] means = taken.stream().mapToDouble(Taken::mean).toArray();
        return Optional.of(new LatencyWindow(Distribution.merge(parts), new ValueWindow(times, means)));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody changes it
    record Taken(long at, double mean, byte[] encoded) {}
}
