package io.tidemark.history;

import io.tidemark.history.journal.Column;
import io.tidemark.history.store.Block;
import io.tidemark.history.store.Store;
import io.tidemark.metric.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples of elsewhere into the store, in transactions of bounded size. An instant that a series has already keeps
 * its value, so that the same samples can come again.
 */
public final class SampleImport {

    /** Samples of one transaction. */
    static final int MOST_SAMPLES = 20_000;
    private static final int MOST_SERIES = 500;
    /** As long as a block may become, so that a short question need not unpack a long one. */
    private static final Duration BLOCK = Duration.ofHours(1);

    private final String ownInstance;
    private final UnwrittenSamples unwritten;
    private final StoreGate gate;
    private final Semaphore turn = new Semaphore(1);

    SampleImport(String ownInstance, UnwrittenSamples unwritten, StoreGate gate) {
        this.ownInstance = ownInstance;
        this.unwritten = unwritten;
        this.gate = gate;
    }

    /**
     * Begins to take samples.
     *
     * @param instance whose they become; null for this one
     * @throws StoreException when another import is under way
     */
    public Taking begin(@Nullable String instance) {
        if (!turn.tryAcquire()) {
            throw new StoreException("another import is under way; one at a time is taken");
        }
        return new Taking(instance == null ? ownInstance : instance);
    }

    /** One import. For one thread. */
    public final class Taking implements AutoCloseable {

        private final String instance;
        private final Map<Series, NavigableMap<Long, Double>> waiting = new HashMap<>();
        private int count;
        private long written;
        private long present;

        private Taking(String instance) {
            this.instance = instance;
        }

        /**
         * Takes a sample; written with those around it.
         *
         * @throws StoreException when the store does not take it
         */
        public void add(Series series, Instant at, double value) {
            boolean isNew = waiting.computeIfAbsent(series, _ -> new TreeMap<>())
                    .putIfAbsent(at.toEpochMilli(), value) == null;
            if (!isNew) {
                present++;
            } else if (++count == MOST_SAMPLES || waiting.size() == MOST_SERIES) {
                flush();
            }
        }

        /**
         * Returns when everything taken is in the store.
         *
         * @throws StoreException when the store does not take it; it may have the newest of it all the same
         */
        public void flush() {
            leaveOutUnwritten();
            gate.ask(store -> {
                leaveOutWritten(store);
                return true;
            });
            List<Block> blocks = blocks();
            gate.ask(store -> {
                store.writeBlocks(instance, blocks);
                return true;
            });
            long added = blocks.stream().mapToLong(Block::count).sum();
            written += added;
            present += count - added;
            count = 0;
            waiting.clear();
        }

        /** Samples that were new. */
        public long written() {
            return written;
        }

        /** Samples whose series had one of the same instant already. */
        public long present() {
            return present;
        }

        @Override
        public void close() {
            turn.release();
        }

        private void leaveOutUnwritten() {
            long newest = waiting.values().stream().mapToLong(NavigableMap::lastKey).max().orElse(Long.MIN_VALUE);
            if (instance.equals(ownInstance) && unwritten.oldestMillis() <= newest) {
                unwritten.between(waiting::containsKey, Long.MIN_VALUE, newest).bySeries()
                        .forEach((series, column) -> leaveOut(waiting.get(series), column));
            }
        }

        private static void leaveOut(@Nullable Map<Long, Double> samples, Column known) {
            for (int i = 0; samples != null && i < known.size(); i++) {
                samples.remove(known.millis(i));
            }
        }

        private void leaveOutWritten(Store store) {
            waiting.forEach((series, samples) -> {
                if (!samples.isEmpty()) {
                    store.samples(instance, series, Instant.ofEpochMilli(samples.firstKey()),
                            Instant.ofEpochMilli(samples.lastKey()), (millis, _) -> samples.remove(millis));
                }
            });
        }

        private List<Block> blocks() {
            List<Block> blocks = new ArrayList<>();
            waiting.forEach((series, samples) -> {
                Map<Long, Column> byHour = new TreeMap<>();
                samples.forEach((millis, value) -> byHour
                        .computeIfAbsent(Math.floorDiv(millis, BLOCK.toMillis()), _ -> new Column())
                        .add(millis, value));
                byHour.values().forEach(column -> blocks.add(Block.of(series, column)));
            });
            return blocks;
        }
    }
}
