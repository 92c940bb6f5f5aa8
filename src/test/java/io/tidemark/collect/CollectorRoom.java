package io.tidemark.collect;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Sources;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The schedule as the service keeps it, over real threads; what is observed is only handed on. */
public final class CollectorRoom implements AutoCloseable {

    private final Lanes lanes = new Lanes();
    private final CollectorLoop loop;

    public CollectorRoom(Sources sources, Consumer<Observation> accepted) {
        loop = new CollectorLoop(new Collector("here", sources, FakeRooms.pipeline(accepted), InstantSource.system(),
                System::nanoTime, lanes::lane));
        loop.start();
    }

    @Override
    public void close() {
        loop.stop();
        lanes.close();
    }
}
