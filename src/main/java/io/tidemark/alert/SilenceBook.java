package io.tidemark.alert;

import io.tidemark.alert.jpa.SilenceStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The silences that are not over, in memory, so that judging waits for no store. Safe for many threads. */
final class SilenceBook {

    static final int MOST = 1000;

    /** Replaced as a whole, oldest first. */
    private volatile List<Silence> known;
    /** What holds in one second, as silences begin and end with one; null when it is not known any more. */
    private @Nullable Long second;
    private List<Silence> inForce = List.of();

    SilenceBook(List<Silence> stored) {
        known = List.copyOf(stored);
    }

    /**
     * Those of an instance that hold or may come to hold, whatever is done to its clock.
     *
     * @param bits those in the instance's ids
     * @throws io.tidemark.history.StoreException when the store does not answer
     */
    static SilenceBook read(SilenceStore store, int bits, Instant now) {
        return new SilenceBook(store.notOver(bits, now.minus(Silence.GRACE)));
    }

    List<Silence> all() {
        return known;
    }

    Optional<Silence> find(long id) {
        return known.stream().filter(silence -> silence.id() == id).findFirst();
    }

    /** Takes in a silence, in place of an older form of it. */
    synchronized void put(Silence silence, Instant now) {
        List<Silence> next = new ArrayList<>(known);
        next.removeIf(other -> other.id() == silence.id() || other.isForgotten(now));
        if (!silence.isForgotten(now)) {
            next.add(silence);
        }
        known = List.copyOf(next);
        second = null;
    }

    boolean isFull(Instant now) {
        return known.stream().filter(silence -> silence.state(now) != Silence.State.EXPIRED).count() >= MOST;
    }

    /** Those that hold; the same list for as long as they stay the same. */
    synchronized List<Silence> inForce(Instant now) {
        if (second == null || second != now.getEpochSecond()) {
            second = now.getEpochSecond();
            List<Silence> holding = known.stream().filter(silence -> silence.state(now) == Silence.State.ACTIVE)
                    .toList();
            inForce = holding.equals(inForce) ? inForce : holding;
        }
        return inForce;
    }

    /** The oldest silence that holds for it. */
    Optional<Silence> over(Subject subject, Instant now) {
        return Silence.first(inForce(now), subject);
    }
}
