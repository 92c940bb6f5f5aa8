package io.tidemark.probe.workload;

import java.util.SplittableRandom;

/** What dispatching takes when all change the same thing. */
class Dispatch10Workload extends DispatchingWorkload {

    Dispatch10Workload() {
        super(Traits.reading("dispatch-10", "Sends commands to their handler, ten at once.").load(2_000, 10));
    }

    @Override
    boolean isCommand(int turn, SplittableRandom random) {
        return true;
    }
}
