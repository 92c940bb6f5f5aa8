package io.tidemark.sampling;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** The processes of this host. */
interface ProcessTable extends AutoCloseable {

    /** Looks through all of them; costly, so that callers ask rarely. */
    Look look() throws IOException;

    /**
     * One of them; empty when it is gone.
     *
     * @throws IOException when it may be there but cannot be read
     */
    Optional<Reading> read(long pid) throws IOException;

    /** The least of one of them that tells what it uses; as cheap as can be, and callable by several threads at once. */
    default Optional<Usage> usage(long pid) throws IOException {
        return read(pid).map(reading -> new Usage(reading.identity(), reading.cpuSeconds(), reading.resident()));
    }

    @Override
    default void close() {}

    /**
     * What a look has found.
     *
     * @param complete whether every process was read; otherwise what is missing may be there all the same
     */
    record Look(Collection<Entry> entries, boolean complete) {}

    /** A pid is used again; with the time of its start it names one process. */
    record Identity(long pid, long started) {}

    /** What tells whether a process is one we watch. */
    record Entry(Identity identity, String executable, String commandLine) {}

    /** Processor time and resident memory of one process; NaN for what may not be read. */
    record Usage(Identity identity, double cpuSeconds, double resident) {}

    /** What one process uses now; NaN for what may not be read. */
    record Reading(Identity identity, double cpuSeconds, double resident, double virtual, double threads,
            double openFiles, double maxFiles) {}
}
