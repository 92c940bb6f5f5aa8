package io.tidemark.history.jpa;

import io.tidemark.history.store.RunSummaries;
import io.tidemark.history.store.RunSummary;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** The runs of one probe and hour merged by minute. */
@Entity
@Table(name = "run_minutes")
class RunMinutesRow {

    @EmbeddedId
    RunHourKey key = new RunHourKey("", Instant.EPOCH, "");

    @Column(name = "minute_count")
    int minuteCount;

    @Column(name = "data")
    byte[] data = {};

    RunMinutesRow() {}

    RunMinutesRow(RunHourKey key) {
        this.key = key;
    }

    static RunMinutesRow of(RunHourKey key, List<RunSummary> minutes) {
        RunMinutesRow row = new RunMinutesRow(key);
        row.minuteCount = minutes.size();
        row.data = RunSummaries.encode(minutes);
        return row;
    }

    List<RunSummary> minutes() {
        return RunSummaries.decode(data);
    }
}
