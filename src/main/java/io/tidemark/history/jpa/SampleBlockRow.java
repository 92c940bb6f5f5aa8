package io.tidemark.history.jpa;

import io.tidemark.history.store.Block;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** The samples of one series over some minutes. */
@Entity
@Table(name = "sample_block")
class SampleBlockRow {

    @EmbeddedId
    BlockKey key = BlockKey.raw(0, Instant.EPOCH);

    @Column(name = "end_at")
    Instant endAt = Instant.EPOCH;

    @Column(name = "sample_count")
    int sampleCount;

    @Column(name = "encoding")
    short encoding;

    @Column(name = "data")
    byte[] data = {};

    SampleBlockRow() {}

    SampleBlockRow(BlockKey key) {
        this.key = key;
    }

    static SampleBlockRow of(long seriesId, Block block) {
        SampleBlockRow row = new SampleBlockRow(BlockKey.raw(seriesId, Instant.ofEpochMilli(block.startMillis())));
        row.endAt = Instant.ofEpochMilli(block.endMillis());
        row.sampleCount = block.count();
        row.encoding = block.encoding();
        row.data = block.data();
        return row;
    }

    /** Shows every sample. */
    void read(Block.SampleSink sink) {
        sink.block(key.startAt().toEpochMilli(), endAt.toEpochMilli());
        Block.read(encoding, data, sink);
    }
}
