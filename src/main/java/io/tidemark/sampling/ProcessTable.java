package io.tidemark.sampling;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        return read(pid)
                .map(reading -> new Usage(reading.identity(), reading.cpuSeconds(), reading.memory().resident()));
    }

    /** All that run, by small reads that never wait for another process; none where that is too dear. */
    default List<Running> running() throws IOException {
        return List.of();
    }

    @Override
    default void close() {}

    /**
     * What a look has found.
     *
     * @param complete whether every process was read; otherwise what is missing may be there all the same
     */
    record Look(Collection<Entry> entries, boolean complete) {

        /** Of nothing, where nothing was looked for. */
        static final Look NOT_NEEDED = new Look(List.of(), true);
    }

    /** A pid is used again; with the time of its start it names one process. */
    record Identity(long pid, long started) {}

    /** What tells whether a process is one we watch. */
    record Entry(Identity identity, long parent, String executable, String commandLine) {}

    /** Processor time and resident memory of one process; NaN for what may not be read. */
    record Usage(Identity identity, double cpuSeconds, double resident) {}

    /**
     * What one process uses now; NaN for what may not be read.
     *
     * @param startTime seconds since 1970
     * @param jvm null when it is no JVM that can be read
     */
    record Reading(Identity identity, double startTime, double cpuSeconds, double threads, Memory memory,
            Descriptors files, Activity activity, @Nullable Jvm jvm) {}

    /**
     * Bytes of one process.
     *
     * @param unshared what is of no file and no shared memory, which is what a leak makes grow
     */
    record Memory(double resident, double virtual, double unshared) {}

    /** File descriptors of one process, and how many it may have. */
    record Descriptors(double open, double max) {}

    /**
     * What one process has done since its start.
     *
     * @param read bytes that came from a disk
     * @param written bytes that went to a disk
     */
    record Activity(double minorFaults, double majorFaults, double read, double written, double contextSwitches) {

        static final Activity UNKNOWN = new Activity(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /** What a JVM tells of itself, heap in bytes and times in seconds since its start. */
    record Jvm(double heapUsed, double heapCommitted, double gcCount, double gcTime, double safepoints,
            double safepointTime, double threads, double classes) {

        static final Jvm UNKNOWN = new Jvm(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
                Double.NaN, Double.NaN);
    }

    /** One of all processes, for a list of those that use most. */
    record Running(Identity identity, String executable, double startTime, double cpuSeconds, double resident,
            double threads) {}
}
