package io.tidemark.history;

import io.tidemark.history.journal.Column;
import io.tidemark.history.store.Block.SampleSink;
import io.tidemark.history.window.Stretch;
import io.tidemark.metric.Series;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Samples of an instance as they were taken, from the store and what is not there yet. */
record RawSamples(String instance, StoreGate gate) {

    /**
     * Shows those of one series, oldest first and each instant once.
     *
     * @param recent what is not in the store yet
     */
    void show(Series series, Stretch stretch, @Nullable Column recent, SampleSink sink) {
        OverlappingBlocks blocks = new OverlappingBlocks(stretch.from(), stretch.to(), recent, sink);
        gate.ask(store -> {
            store.samples(instance, series, Instant.ofEpochMilli(stretch.from()), Instant.ofEpochMilli(stretch.to()),
                    blocks);
            return true;
        });
        blocks.end();
    }
}
