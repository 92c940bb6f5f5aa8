package io.tidemark.probe;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real database with one probe `orders-read` on it, for the rooms above. */
public final class ProbedShop implements AutoCloseable {

    private final Probes probes;

    /**
     * @param connections that the workers share
     * @param deadline of a run; a quarter of it, at most 5 s, is the longest to wait for a connection or an answer
     */
    public ProbedShop(TargetSettings shop, int workers, int connections, int operations, Duration deadline) {
        ProbeSettings probe = new ProbeSettings("shop", "point-read", null, workers, operations, null, null,
                deadline, null, null,
                new LoadSettings(null, null, null, connections, null, null, null, null), null, null, null, null, null,
                null, null);
        probes = TestProbes.of(Map.of("shop", shop), Map.of("orders-read", probe), false,
                Path.of("target", "unused"));
    }

    public Observation run() {
        return source("orders-read").observe();
    }

    /** What the server says of itself. */
    public Observation server() {
        return source("server.shop").observe();
    }

    private Source source(String name) {
        List<Source> named = probes.sources().stream().filter(source -> source.name().equals(name)).toList();
        return named.getFirst();
    }

    @Override
    public void close() {
        probes.close();
    }
}
