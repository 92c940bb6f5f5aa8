package io.tidemark.sampling;

import io.tidemark.metric.Sample;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/** Figures that are dear or change slowly: read every five seconds, and told anew with each reading in between. */
final class Kept {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Reader reader;
    private final Every due;
    private List<Sample> last = List.of();

    Kept(Reader reader, LongSupplier nanos) {
        this.reader = reader;
        this.due = new Every(INTERVAL, nanos);
    }

    /** After a failure nothing is told until the next time. */
    void read(Readings readings) throws IOException {
        if (due.due()) {
            last = List.of();
            Readings fresh = new Readings(Instant.EPOCH);
            reader.read(fresh);
            last = fresh.samples();
            fresh.failures().forEach(readings::failed);
        }
        last.forEach(sample -> readings.add(sample.series(), sample.value()));
    }

    /** One thing to read. */
    interface Reader {
        void read(Readings readings) throws IOException;
    }
}
