package io.tidemark.probe.workload;

import java.util.SplittableRandom;

/** What dispatching takes when nobody else does. */
class DispatchWorkload extends DispatchingWorkload {

    DispatchWorkload() {
        super(Traits.reading("dispatch", "Sends commands and queries in turns to their handlers, validated, authorised"
                + " and timed.").load(1_000, 1));
    }

    @Override
    boolean isCommand(int turn, SplittableRandom random) {
        return turn % 2 == 0;
    }
}
