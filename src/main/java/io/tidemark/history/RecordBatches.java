package io.tidemark.history;

import io.tidemark.history.journal.Segment;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.history.journal.SegmentVisitor;
import io.tidemark.history.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of a segment topic by topic in their order, a small batch in each transaction. A record that the
 * store refuses again and again although it answers is dropped, so that it does not hold up all others.
 */
final class RecordBatches {

    private static final Logger LOG = LoggerFactory.getLogger(RecordBatches.class);
    private static final int MOST = 200;
    private static final int TRIES = 4;

    private final SegmentLog log;
    private final JournalTopics topics;
    private final Store store;
    private final AtomicLong written;
    private int refusals;

    RecordBatches(SegmentLog log, JournalTopics topics, Store store, AtomicLong written) {
        this.log = log;
        this.topics = topics;
        this.store = store;
        this.written = written;
    }

    /** Returns when everything of it that is on disk is done. */
    void write(Segment segment) {
        // The size before the batch: nothing behind it has been looked at when the batch is empty.
        long size = segment.size();
        while (segment.doneTo() < size) {
            Batch batch = next(segment);
            if (batch.topic == null) {
                segment.done(size, 0);
            } else {
                write(segment, batch, batch.topic);
            }
        }
    }

    private Batch next(Segment segment) {
        Batch batch = new Batch(refusals == 0 ? MOST : 1);
        segment.read(segment.doneTo(), batch);
        return batch;
    }

    private void write(Segment segment, Batch batch, String topic) {
        try {
            long lost = topics.find(topic).map(registered -> registered.write(batch.payloads))
                    .orElse((long) batch.payloads.size());
            log.drop(lost);
            written.addAndGet(batch.payloads.size() - lost);
            refusals = 0;
        } catch (RuntimeException e) {
            if (!isPoison(batch, e)) {
                throw e;
            }
            LOG.error("The store refused a record of '{}' {} times; it is dropped.", topic, TRIES, e);
            log.drop(batch.payloads.size());
            refusals = 0;
        }
        segment.done(batch.end, batch.payloads.size());
    }

    private boolean isPoison(Batch batch, RuntimeException failure) {
        if (!RecordFault.is(failure) || !store.answers()) {
            refusals = Math.min(refusals, 1);
            return false;
        }
        return ++refusals >= TRIES && batch.payloads.size() == 1;
    }

    /** Records of one topic that follow each other. */
    private static final class Batch implements SegmentVisitor {

        private final int most;
        private final List<byte[]> payloads = new ArrayList<>();
        private @Nullable String topic;
        private long end;

        Batch(int most) {
            this.most = most;
        }

        @Override
        public boolean record(String name, byte[] payload, long recordEnd) {
            if (topic != null && !topic.equals(name)) {
                return false;
            }
            topic = name;
            payloads.add(payload);
            end = recordEnd;
            return payloads.size() < most;
        }
    }
}
