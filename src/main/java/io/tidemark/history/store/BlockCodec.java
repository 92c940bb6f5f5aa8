package io.tidemark.history.store;

import io.tidemark.history.codec.SampleDecoder;
import io.tidemark.history.codec.SampleEncoder;
import io.tidemark.history.journal.Column;

/** Packs samples in the newest encoding and reads every one there has been. Every double comes back bit for bit. */
final class BlockCodec {

    static final short VERSION = 2;

    private BlockCodec() {}

    static byte[] encode(Column samples) {
        return SampleEncoder.encode(samples);
    }

    /**
     * Shows every sample, in the order they were taken.
     *
     * @throws IllegalArgumentException when the encoding is not known
     * @throws java.io.UncheckedIOException when the bytes are damaged
     */
    static void decode(short version, byte[] data, Block.SampleSink sink) {
        switch (version) {
            case DeflatedSamples.VERSION -> DeflatedSamples.decode(data, sink);
            case VERSION -> decode(new SampleDecoder(data), sink);
            default -> throw new IllegalArgumentException("a block of unknown encoding " + version);
        }
    }

    private static void decode(SampleDecoder samples, Block.SampleSink sink) {
        for (int count = samples.next(); count > 0; count = samples.next()) {
            sink.samples(samples.millis(), samples.values(), count);
        }
    }
}
