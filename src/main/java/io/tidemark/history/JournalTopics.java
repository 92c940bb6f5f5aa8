package io.tidemark.history;

import io.tidemark.history.journal.Segment;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.history.journal.SegmentVisitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds of records in the journal, each with its way to bytes and to the store. */
final class JournalTopics implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(JournalTopics.class);

    private final SegmentLog log;
    private final Map<String, Registered<?>> topics = new ConcurrentHashMap<>();

    JournalTopics(SegmentLog log) {
        this.log = log;
    }

    @Override
    public <T> Topic<T> register(String name, Codec<T> codec, Writer<T> writer) {
        Registered<T> topic = new Registered<>(name, codec, writer);
        if (topics.putIfAbsent(name, topic) != null) {
            throw new IllegalArgumentException("the journal already has a topic '" + name + "'");
        }
        return topic;
    }

    Optional<Registered<?>> find(String name) {
        return Optional.ofNullable(topics.get(name));
    }

    private <T> List<T> recovered(String name, Codec<T> codec) {
        List<T> items = new ArrayList<>();
        for (Segment segment : log.recovered()) {
            segment.read(0, new SegmentVisitor() {
                @Override
                public boolean record(String topic, byte[] payload, long end) {
                    if (topic.equals(name)) {
                        decode(name, codec, payload).ifPresent(items::add);
                    }
                    return true;
                }
            });
        }
        return List.copyOf(items);
    }

    private static <T> Optional<T> decode(String name, Codec<T> codec, byte[] payload) {
        try {
            return Optional.of(codec.decode(payload));
        } catch (RuntimeException e) {
            LOG.warn("A record of '{}' in the journal cannot be read; it is dropped.", name, e);
            return Optional.empty();
        }
    }

    /** One topic with what it needs. */
    final class Registered<T> implements Topic<T> {

        private final String name;
        private final Codec<T> codec;
        private final Writer<T> writer;

        Registered(String name, Codec<T> codec, Writer<T> writer) {
            this.name = name;
            this.codec = codec;
            this.writer = writer;
        }

        @Override
        public void append(T item) {
            log.append(name, codec.encode(item));
        }

        @Override
        public void appendAndFlush(List<T> items, Duration deadline) {
            log.appendAndFlush(name, items.stream().map(codec::encode).toList(), deadline);
        }

        @Override
        public void flush(Duration deadline) {
            log.flush(deadline);
        }

        @Override
        public List<T> recovered() {
            return JournalTopics.this.recovered(name, codec);
        }

        /** Writes what can be read and returns how many could not. */
        long write(List<byte[]> payloads) {
            List<T> items = payloads.stream().flatMap(bytes -> decode(name, codec, bytes).stream()).toList();
            if (!items.isEmpty()) {
                writer.write(items);
            }
            return (long) payloads.size() - items.size();
        }
    }
}
