package io.tidemark.probe;

import java.io.IOException;
import java.util.List;

/**
 * A server on the first processor, and this process with whatever it starts on the second: where the scheduler puts the
 * two ends of a connection otherwise matters more than which client it is. Until closed. Property: pinned (true).
 */
public final class Cores implements AutoCloseable {

    private static final boolean PINNED = Boolean.parseBoolean(System.getProperty("pinned", "true"))
            && Runtime.getRuntime().availableProcessors() > 1;

    private final String all = "0-" + (Runtime.getRuntime().availableProcessors() - 1);

    /** @param server its processes to come are where it is */
    public Cores(long server) throws IOException, InterruptedException {
        pin(server, "0");
        pin(ProcessHandle.current().pid(), "1");
    }

    private static void pin(long process, String processors) throws IOException, InterruptedException {
        if (PINNED) {
            Programs.run(List.of("taskset", "-a", "-c", "-p", processors, Long.toString(process)));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        pin(ProcessHandle.current().pid(), all);
    }
}
