package io.tidemark.probe.workload;

import io.tidemark.probe.target.WebSocketSession;
import java.util.Objects;
import java.util.Optional;

/** What the workloads on WebSocket endpoints have in common: they leave nothing behind. */
abstract class WebSocketWorkload extends RuledWorkload<WebSocketSession> {

    WebSocketWorkload(Traits traits, String... conditions) {
        super(traits, conditions);
    }

    @Override
    public final Class<WebSocketSession> on() {
        return WebSocketSession.class;
    }

    @Override
    public final Optional<Class<? extends Task>> takes() {
        return Optional.of(Conversation.class);
    }

    static Conversation conversation(Assignment assignment) {
        return (Conversation) Objects.requireNonNull(assignment.task(), "no conversation is configured");
    }

    @Override
    public final void prepare(WebSocketSession session, Assignment assignment) {}

    @Override
    public final void clean(WebSocketSession session, Assignment assignment) {}
}
