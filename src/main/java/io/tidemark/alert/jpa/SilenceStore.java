package io.tidemark.alert.jpa;

import io.tidemark.alert.Silence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Silences, kept. Every method may wait for the database and throws a {@code StoreException}. An instance is known by
 * the bits in its ids, so that one with a new name takes up its own.
 */
public interface SilenceStore {

    /** Writes a silence, in place of an older form of it. */
    void save(Silence silence);

    void delete(long id);

    /** Silences that were not over at an instant, oldest first. */
    List<Silence> notOver(int bits, Instant at);

    /**
     * Silences, newest first.
     *
     * @param before only silences with a smaller id
     * @param over only those that were over at that instant; null for all
     */
    List<Silence> list(int bits, long before, int limit, @Nullable Instant over);

    Optional<Silence> find(int bits, long id);

    /** Removes silences of all instances that were over before an instant. */
    void removeOver(Instant before);
}
