package io.tidemark.history.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Roll-ups of the runs of probes, and the runs themselves as such. */
public interface RunRollups extends Rollups {

    /** What the tiers can answer for between two instants. */
    Coverage coverage(Instant from, Instant to);

    /** Probes that have hours. */
    List<String> probes();

    /** The newest hour of a probe. */
    Optional<RunSummary> newest(String probe);

    /** Shows the minutes of the hours from one to another (exclusive); those of several instances one after the other. */
    void minutes(String probe, Instant from, Instant to, Consumer<RunSummary> sink);

    /** Shows the hours from one to another (exclusive); of several instances each. */
    void hours(String probe, Instant from, Instant to, Consumer<RunSummary> sink);

    /**
     * Shows the runs that began between two instants, both inclusive, oldest first.
     *
     * @return how many were shown, at most so many as asked for
     */
    int runs(String probe, Instant from, Instant to, int most, RunSink sink);

    /** Sees runs one by one. */
    interface RunSink {
        void run(long id, Instant startedAt, RunSummary run);
    }
}
