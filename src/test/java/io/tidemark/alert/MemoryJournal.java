package io.tidemark.alert;

import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.history.Journal;
import io.tidemark.history.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A journal of one topic that outlives its users: what was flushed is there after a crash, as bytes. As with the real
 * one, appending never fails, and what a full disk refuses is written once it has room.
 */
final class MemoryJournal implements Journal {

    private final List<byte[]> flushed = new ArrayList<>();
    private final List<byte[]> unflushed = new ArrayList<>();
    private Function<byte[], ?> decoder = Function.identity();
    private Runnable drain = () -> {};
    private boolean full;
    private int awaited;

    @Override
    public synchronized <T> Topic<T> register(String name, Codec<T> codec, Writer<T> writer) {
        List<T> recovered = flushed.stream().map(codec::decode).toList();
        decoder = codec::decode;
        drain = () -> writer.write(flushed.stream().map(codec::decode).toList());
        return new Topic<>() {
            @Override
            public void append(T item) {
                add(codec.encode(item));
            }

            @Override
            public void appendAndFlush(List<T> items, Duration deadline) {
                items.forEach(this::append);
                await();
            }

            @Override
            public void flush(Duration deadline) {
                await();
            }

            @Override
            public List<T> recovered() {
                return recovered;
            }
        };
    }

    private synchronized void add(byte[] item) {
        unflushed.add(item);
    }

    private synchronized void await() {
        awaited++;
        if (full) {
            throw new StoreException("the journal cannot be written: no space left on device");
        }
        flush();
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

    synchronized void full(boolean now) {
        full = now;
    }

    synchronized int size() {
        return flushed.size() + unflushed.size();
    }

    /** How many messages it says that nothing more is to be done for. */
    synchronized long receipts() {
        return Stream.of(flushed, unflushed).flatMap(List::stream).map(decoder)
                .filter(item -> item instanceof Told told && told.receipt() != Receipt.PENDING).count();
    }

    /** How often somebody has waited for the disk. */
    synchronized int awaited() {
        return awaited;
    }
}
