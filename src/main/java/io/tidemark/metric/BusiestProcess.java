package io.tidemark.metric;

import java.util.Optional;

/**
 * Names the program of this host that used most processor time lately, for sentences only: there is no end to the names of
 * programs, so they are never labels.
 */
public interface BusiestProcess {

    /** Empty when it is not known. Answered from memory. */
    Optional<Use> last();

    /**
     * What one program used, all its processes together.
     *
     * @param name of its executable
     * @param share of all processors of the host, 0 to 1
     */
    record Use(String name, double share) {}
}
