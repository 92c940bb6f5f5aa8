package io.tidemark.history.store;

import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The database behind the journal. Every method is one transaction and may fail or wait; what has been written once is
 * taken as done when it comes again.
 */
public interface Store {

    void writeRuns(List<Run> runs);

    void writeBlocks(String instance, List<Block> blocks);

    /** Series of one metric, taken by one instance. */
    List<Series> series(String instance, String metric);

    /** All series taken by one instance. */
    List<Series> series(String instance);

    /** Start of the first block of a series that ends at an instant or later. */
    Optional<Instant> nextBlock(String instance, Series series, Instant from);

    /** Shows the samples of the blocks that touch the given time, block by block. */
    void samples(String instance, Series series, Instant from, Instant to, Block.SampleSink sink);

    /** How many samples those blocks hold, by series. */
    long count(String instance, Series series, Instant from, Instant to);

    /** Newest first, only those with a smaller id. */
    List<Run> runs(String probe, long before, int limit);

    Optional<Run> run(long id);

    /** Probes that have runs, those first that ran last. */
    List<String> probes();

    /** Shows the values that the runs started in the given time have for a series of a probe measure. */
    void values(Series series, Instant from, Instant to, Block.SampleSink sink);

    /** Minutes and hours made of the samples. */
    SampleRollups sampleRollups();

    /** Minutes and hours made of the runs. */
    RunRollups runRollups();

    /**
     * Deletes the oldest rows of a tier that ended before the hour of an instant, but for what is not rolled up yet; those
     * in partitions are left to {@link #dropOlder}.
     *
     * @return how many those were; fewer than {@code most} when no further one is so old
     */
    int deleteOlder(StoreTable tier, Instant before, int most);

    /**
     * Drops the oldest partition of a tier in which every row ended before the hour of an instant and is rolled up.
     *
     * @return whether there was one
     */
    boolean dropOlder(StoreTable tier, Instant before);

    /** Makes the partitions that rows of these days go to, where the database has partitions. */
    void makePartitions(List<StoreTable> tiers, Instant now);

    /** Measures what is used; may take some time. */
    StoreSize size(List<StoreTable> tiers);

    /** The highest id of a run and the end of the newest block, as an id; 0 when there is neither. */
    long highestId();

    /**
     * Finds the instance bits that belong to a token, or claims free ones for it.
     *
     * @throws IllegalStateException when all are taken
     */
    int claim(String instance, String token);

    /** What the database is called; known without asking it. */
    String product();

    /** Whether it is a file of this process alone. */
    boolean isEmbedded();

    /** Whether it answers now. */
    boolean answers();

    /** Gives up its connections, which after a failure may be dead for good. */
    void reset();
}
