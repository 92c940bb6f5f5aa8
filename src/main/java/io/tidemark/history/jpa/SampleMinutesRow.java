package io.tidemark.history.jpa;

import io.tidemark.history.store.MinuteBlock;
import io.tidemark.history.store.Summary;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** The minutes of one series and hour. */
@Entity
@Table(name = "sample_minutes")
class SampleMinutesRow {

    @EmbeddedId
    SeriesHourKey key = new SeriesHourKey(0, Instant.EPOCH);

    @Column(name = "minute_count")
    int minuteCount;

    @Column(name = "encoding")
    short encoding;

    @Column(name = "data")
    byte[] data = {};

    SampleMinutesRow() {}

    SampleMinutesRow(SeriesHourKey key) {
        this.key = key;
    }

    static SampleMinutesRow of(SeriesHourKey key, List<Summary> minutes) {
        MinuteBlock block = MinuteBlock.of(minutes);
        SampleMinutesRow row = new SampleMinutesRow(key);
        row.minuteCount = block.count();
        row.encoding = block.encoding();
        row.data = block.data();
        return row;
    }

    List<Summary> minutes() {
        return new MinuteBlock(minuteCount, encoding, data).minutes();
    }
}
