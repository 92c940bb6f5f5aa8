package io.tidemark.probe.workload;

import io.tidemark.probe.target.WebSocketRequest;

/**
 * What is said over a WebSocket, and what must come back.
 *
 * @param greetings messages the server sends by itself before it is spoken to
 * @param inFlight the most messages that are on their way at once on one stream, where several may be
 */
public record Conversation(WebSocketRequest opening, int greetings, MarkedText message, int inFlight) implements Task {

    /** What the user's own message does nobody knows. */
    @Override
    public boolean writes() {
        return message.isOwn();
    }

    /** Without what may be secret: values of parameters and headers, and the message. */
    @Override
    public String toString() {
        return opened() + ", then " + message;
    }

    String opened() {
        return "GET " + (opening.path().isEmpty() ? "/" : Request.shown(opening.path())) + " as a WebSocket";
    }
}
