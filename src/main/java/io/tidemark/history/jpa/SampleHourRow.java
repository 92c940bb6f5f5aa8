package io.tidemark.history.jpa;

import io.tidemark.history.store.Summary;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** What the samples of one series and hour come to, in columns that SQL can read. */
@Entity
@Table(name = "sample_hour")
class SampleHourRow {

    @EmbeddedId
    SeriesHourKey key = new SeriesHourKey(0, Instant.EPOCH);

    @Column(name = "sample_count")
    long sampleCount;

    @Column(name = "min_value")
    double min;

    @Column(name = "max_value")
    double max;

    @Column(name = "sum_value")
    double sum;

    @Column(name = "avg_value")
    double avg;

    @Column(name = "first_at")
    Instant firstAt = Instant.EPOCH;

    @Column(name = "first_value")
    double first;

    @Column(name = "last_at")
    Instant lastAt = Instant.EPOCH;

    @Column(name = "last_value")
    double last;

    @Column(name = "increase")
    double increase;

    @Column(name = "before_restarts")
    double beforeRestarts;

    SampleHourRow() {}

    SampleHourRow(SeriesHourKey key) {
        this.key = key;
    }

    static SampleHourRow of(SeriesHourKey key, Summary whole) {
        SampleHourRow row = new SampleHourRow(key);
        row.sampleCount = whole.count();
        row.min = whole.min();
        row.max = whole.max();
        row.sum = whole.sum();
        row.avg = whole.avg();
        row.firstAt = Instant.ofEpochMilli(whole.firstMillis());
        row.first = whole.first();
        row.lastAt = Instant.ofEpochMilli(whole.lastMillis());
        row.last = whole.last();
        row.increase = whole.increase();
        row.beforeRestarts = whole.beforeRestarts();
        return row;
    }

    Summary summary() {
        return new Summary(firstAt.toEpochMilli(), lastAt.toEpochMilli(), sampleCount, min, max, sum, first, last,
                beforeRestarts);
    }
}
