package io.tidemark.history.journal;

import io.tidemark.metric.Sample;
import java.util.List;

/** What was appended and is not on disk yet. */
public sealed interface Entry {

    /** Samples of one observation. */
    record Samples(List<Sample> samples) implements Entry {
        @Override
        public long weight() {
            return 32L * samples.size();
        }

        @Override
        public long count() {
            return samples.size();
        }
    }

    /** One encoded record of a topic. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody changes it
    record Payload(String topic, byte[] bytes) implements Entry {
        @Override
        public long weight() {
            return 64L + bytes.length;
        }

        @Override
        public long count() {
            return 1;
        }
    }

    /** Bytes of memory, roughly. */
    long weight();

    /** Samples, or one record. */
    long count();
}
