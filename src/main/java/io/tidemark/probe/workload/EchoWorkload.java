package io.tidemark.probe.workload;

/** Sends a message and waits for its echo, which must be the same byte for byte, or what is expected of it. */
class EchoWorkload extends TalkingWorkload {

    EchoWorkload() {
        super(Traits.reading("echo", "Sends a message over a WebSocket and checks its echo byte for byte, or the answer"
                + " you expect.").operations("echo").load(100, 1), "error_rate <= 5%", "p95 < 500ms");
    }
}
