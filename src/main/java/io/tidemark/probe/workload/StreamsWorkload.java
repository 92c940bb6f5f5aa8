package io.tidemark.probe.workload;

/** Many WebSockets open at once, of which each must be answered what was said on it, and none may be dropped. */
class StreamsWorkload extends TalkingWorkload {

    StreamsWorkload() {
        super(Traits.reading("streams", "Keeps many WebSockets open at once, each of which must get the answers to its"
                + " own messages and to no others.").operations("message").load(1_000, 100), "violations < 1",
                "lost < 1", "drops < 1");
    }
}
