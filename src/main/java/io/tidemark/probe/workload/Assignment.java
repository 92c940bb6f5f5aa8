package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;

import org.jspecify.annotations.Nullable;

/**
 * What a workload is told of the run it belongs to.
 *
 * @param run id that marks what this run writes
 * @param rows rows or keys to work on
 * @param source where a cache is filled from
 * @param task what of the user's own is done
 */
public record Assignment(String instance, String probe, long run, int rows, Target target, @Nullable Lender source,
        @Nullable Task task) {

    /** A stream of numbers for a worker, another one in every run. */
    long seed(int worker) {
        return run * 31 + worker;
    }

    Lender requiredSource() throws ProbeException {
        if (source == null) {
            throw ProbeException.refused("no source is configured");
        }
        return source;
    }

    /** Lends sessions of the source; whatever is still lent at the end of the run is taken back. */
    public interface Lender {

        Target target();

        DatabaseSession lend() throws Exception;

        void takeBack(DatabaseSession session);
    }
}
