package io.tidemark.history;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.util.List;
import java.util.Optional;

/** What was seen: the newest in memory, everything in the journal and then in the store. */
public interface History {

    /** Takes an observation in: latest values and windows at once, then the journal. Never waits, never throws. */
    void append(Observation observation);

    /**
     * Returns when everything appended before is on disk.
     *
     * @throws StoreException when the disk refuses
     */
    void flush();

    /** Latest values and windows; answered from memory. */
    Readings readings();

    /** The journal, for records of other rooms. */
    Journal journal();

    /** Series the selector matches, measures of probes included, ordered by name. */
    List<Series> series(SeriesSelector selector);

    /**
     * Points of the matching series between two instants, oldest first, aggregated to the step.
     *
     * @throws StoreException when the store does not answer
     */
    List<SeriesPoints> samples(SampleQuery query);

    /**
     * Runs of a probe, newest first; those still on their way to the store included.
     *
     * @param before only runs with a smaller id; {@link Long#MAX_VALUE} for the newest
     * @throws StoreException when the store does not answer
     */
    List<Run> runs(String probe, long before, int limit);

    /**
     * One run, which may still be on its way to the store.
     *
     * @throws StoreException when the store does not answer
     */
    Optional<Run> run(long id);

    /**
     * How the latency of a probe spread over time; runs still on their way to the store included, each once.
     *
     * @throws StoreException when the store does not answer
     */
    LatencyHistory latency(LatencyQuery query);

    /** How the keeping itself is doing. */
    StoreStatus storeStatus();
}
