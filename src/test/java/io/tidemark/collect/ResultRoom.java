package io.tidemark.collect;

import io.tidemark.metric.Ids;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Observation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Results as the service takes them; what becomes of them is only handed on. */
public final class ResultRoom {

    private ResultRoom() {}

    public static ResultRuns runs(Consumer<Observation> accepted) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-26T08:00:00Z"));
        return new ResultRuns(new InstanceName("here"), new Ids(clock, 0, 0), clock, FakeRooms.pipeline(accepted));
    }
}
