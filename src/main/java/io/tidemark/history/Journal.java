package io.tidemark.history;

import java.time.Duration;
import java.util.List;

/**
 * A checksummed, bounded log on disk in front of the store. Records are written to the store in the order they were
 * appended, as soon as it answers, and after a crash again: a writer must take a record it has already written as
 * done, by its id.
 */
public interface Journal {

    /**
     * Adds a kind of record. To be called before {@code replay} at start.
     *
     * @param name stable name on disk
     */
    <T> Topic<T> register(String name, Codec<T> codec, Writer<T> writer);

    /** Where one room appends its records. */
    interface Topic<T> {

        /** Appends; on disk within a second. Never waits. */
        void append(T item);

        /**
         * Appends one record at least and returns when all of them are on disk.
         *
         * @throws StoreException when the disk refuses, or does not answer in time; they are written when it does
         */
        void appendAndFlush(List<T> items, Duration deadline);

        /**
         * Returns when everything appended before is on disk.
         *
         * @throws StoreException when the disk refuses, or does not answer in time
         */
        void flush(Duration deadline);

        /**
         * Records found in the journal at start that the store may not have yet, oldest first. Read anew at each call;
         * to be asked before writing begins, which removes them.
         */
        List<T> recovered();
    }

    /** Turns a record into bytes and back. */
    interface Codec<T> {

        byte[] encode(T item);

        /**
         * Reads what {@link #encode} made.
         *
         * @throws RuntimeException when the bytes cannot be read; the record is counted as dropped
         */
        T decode(byte[] bytes);
    }

    /** Writes records to the store in one transaction; a failure means none of them was written. */
    interface Writer<T> {
        void write(List<T> items);
    }
}
