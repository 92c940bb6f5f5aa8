package io.tidemark.probe.workload;

/**
 * Sends numbered messages without waiting for each one's answer: as many as may be in flight, or at the rate of the load.
 */
class MessagesWorkload extends TalkingWorkload {

    MessagesWorkload() {
        super(Traits.reading("messages", "Sends numbered messages over one WebSocket or more, and counts those that are"
                + " lost, doubled or out of order.").operations("message").load(5_000, 1), "throughput > 1000/s",
                "lost < 1");
    }

    @Override
    int inFlight(Conversation conversation) {
        return conversation.inFlight();
    }
}
