package io.tidemark.history;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The newest values and the windows that rules asked for, in memory. Measures of probes answer like any series:
 * `probe.p95{probe="x"}`, narrowed by a label `operation` or `phase`. Safe for many threads; no I/O.
 */
public interface Readings {

    /**
     * The newest reading of every matching series. A measure the probe's last run does not have is absent. A skipped
     * observation leaves the previous readings in place.
     */
    List<Reading> latest(SeriesSelector selector);

    /** Newest reading of every sampled series (not of probes), for exports. */
    Collection<Reading> all();

    /** The newest observation of a source, skipped ones included. */
    Optional<Observation> lastObservation(String source);

    /** The newest run of a probe that was not skipped. */
    Optional<Run> lastRun(String probe);

    /**
     * Asks for a window of this length to be held for the matching series from now on; the longest one counts. What was
     * seen before is read back where it is kept, which takes a moment.
     */
    void hold(SeriesSelector selector, Duration length);

    /** Takes one earlier {@link #hold} back; what nobody else holds is forgotten. */
    void release(SeriesSelector selector, Duration length);

    /**
     * What the window that ends at {@code now} holds; empty before the first observation or when nothing held is in
     * it. `probe.latency` merges the runs' distributions; other probe measures have one value a run.
     */
    Optional<Window> window(Series series, Duration length, Instant now);

    /** The same of a probe's measure without the runs that were {@link Run#isDisturbed disturbed}. */
    Optional<Window> undisturbed(Series series, Duration length, Instant now);

    /**
     * Whether what a held window lacks is being read back, so that it is better judged a little later: for some seconds at
     * the most, however long that takes.
     */
    boolean isBeingRead(Series series, Duration length);

    /**
     * Whether a held window has all that was seen in its length, also before the start of the service, as far as clocks
     * were not set.
     */
    boolean isWhole(Series series, Duration length);

    /**
     * How every series that was read in a stretch stands in it against the hours before. Of probes: `probe.mean`,
     * `probe.error_rate`, and as `probe.mean{phase=…}` what each phase took of an operation. Series of which too little
     * is known are left out. The last minute before {@code to} is all a stretch can reach back.
     */
    List<Standing> standings(Instant from, Instant to);

    /** A series' newest value, where it came from and when. */
    record Reading(Series series, String source, Instant at, double value) {}
}
