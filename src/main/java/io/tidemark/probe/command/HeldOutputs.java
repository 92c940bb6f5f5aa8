package io.tidemark.probe.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Outputs that somebody holds open who has escaped from a program that has ended. Each costs two threads and a pipe until
 * he is gone, so that a probe may only have a few.
 */
final class HeldOutputs {

    static final int MOST = 4;

    private static final List<Held> ALL = new ArrayList<>();

    private record Held(String probe, Thread draining) {}

    private HeldOutputs() {}

    /** An execution of a probe is over. */
    static synchronized void note(String probe, Thread draining) {
        if (draining.isAlive()) {
            ALL.add(new Held(probe, draining));
        }
    }

    static synchronized boolean areTooMany(String probe) {
        ALL.removeIf(held -> !held.draining.isAlive());
        return ALL.stream().filter(held -> held.probe.equals(probe)).count() >= MOST;
    }
}
