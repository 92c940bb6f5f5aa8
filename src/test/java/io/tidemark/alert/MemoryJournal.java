package io.tidemark.alert;

import io.tidemark.history.Journal;
import io.tidemark.history.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A journal of one topic that outlives its users: what was flushed is there after a crash, as bytes. */
final class MemoryJournal implements Journal {

    private final List<byte[]> flushed = new ArrayList<>();
    private final List<byte[]> unflushed = new ArrayList<>();
    private Runnable drain = () -> {};
    private volatile boolean full;

    @Override
    public synchronized <T> Topic<T> register(String name, Codec<T> codec, Writer<T> writer) {
        List<T> recovered = flushed.stream().map(codec::decode).toList();
        drain = () -> writer.write(flushed.stream().map(codec::decode).toList());
        return new Topic<>() {
            @Override
            public void append(T item) {
                add(codec.encode(item), false);
            }

            @Override
            public void appendAndFlush(T item) {
                add(codec.encode(item), true);
            }

            @Override
            public List<T> recovered() {
                return recovered;
            }
        };
    }

    private synchronized void add(byte[] item, boolean flush) {
        if (full) {
            throw new StoreException("the journal is full", new IOException("no space left on device"));
        }
        unflushed.add(item);
        if (flush) {
            flush();
        }
    }

    synchronized void flush() {
        flushed.addAll(unflushed);
        unflushed.clear();
    }

    /** The process ends at once: what was not flushed is gone. */
    synchronized void crash() {
        unflushed.clear();
    }

    /** What the journal's own writer does as soon as the store answers; the records stay until it has trimmed itself. */
    synchronized void drain() {
        flush();
        drain.run();
    }

    void full(boolean now) {
        full = now;
    }

    synchronized int size() {
        return flushed.size() + unflushed.size();
    }
}
