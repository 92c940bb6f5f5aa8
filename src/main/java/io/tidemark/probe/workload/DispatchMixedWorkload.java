package io.tidemark.probe.workload;

import java.util.SplittableRandom;

/** What dispatching takes when many read and some change what they read. */
class DispatchMixedWorkload extends DispatchingWorkload {

    private static final int QUERIES_PER_COMMAND = 3;

    DispatchMixedWorkload() {
        super(Traits.reading("dispatch-mixed", "Sends a command and three queries at random, ten at once.").load(2_000,
                10));
    }

    @Override
    boolean isCommand(int turn, SplittableRandom random) {
        return random.nextInt(QUERIES_PER_COMMAND + 1) == 0;
    }
}
