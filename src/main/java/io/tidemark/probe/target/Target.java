package io.tidemark.probe.target;

import io.tidemark.metric.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a workload is done to. A target knows how to connect, and how to tell people what went wrong. */
public sealed interface Target extends AutoCloseable
        permits DatabaseTarget, CacheTarget, HttpTarget, WebSocketTarget, LocalTarget {

    String name();

    /** Whether workloads may write into our own schema or key prefix. */
    boolean writes();

    /** More sessions at once would be a burden to any server of its kind. */
    default int mostSessions() {
        return 64;
    }

    /** Whether sessions may be kept from run to run; otherwise each run connects anew, and tells what that takes. */
    default boolean keepsSessions() {
        return true;
    }

    /**
     * Connects; blocks no longer than about the limit.
     *
     * @param limit the longest connecting, and later each call on the session, may take
     */
    Session open(Duration limit) throws Exception;

    /** What a failure of this target means, in one sentence without secrets. */
    Failure explain(Throwable failure);

    /** What the server may say of itself; nothing when it is not one. */
    default List<Metric> vitalSigns() {
        return List.of();
    }

    /**
     * What the server says of itself at the moment, in few and cheap statements.
     *
     * @param session one of this target's
     */
    default Optional<Vitals> vitals(Session session) throws Exception {
        return Optional.empty();
    }

    /** Lets go of what the target itself holds; sessions are closed by whoever opened them. */
    @Override
    default void close() {}
}
