package io.tidemark.probe.workload;

import io.tidemark.probe.target.WebSocketSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens a WebSocket as a new visitor does, from looking up the name to the agreement of the server, and ends it. */
class HandshakeWorkload extends WebSocketWorkload {

    private static final Traits TRAITS = Traits
            .reading("handshake", "Opens a WebSocket over a new connection each time, and ends it.")
            .operations("handshake").phases("dns", "connect", "tls", "upgrade").load(20, 1)
            .measures(RequestWorkload.CERTIFICATE);

    private final InstantSource clock = InstantSource.system();
    private volatile Optional<Duration> remaining = Optional.empty();

    HandshakeWorkload() {
        super(TRAITS, "error_rate <= 5%", "p95 < 1s");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(conversation(assignment).opened());
    }

    @Override
    public Operation operation(WebSocketSession session, Assignment assignment, int worker) {
        Conversation conversation = conversation(assignment);
        return watch -> {
            watch.start();
            session.openAnew(conversation.opening(), watch::lap);
            watch.stop("handshake", "upgrade");
            remaining = session.certificateRemaining(clock);
            session.hangUp();
        };
    }

    @Override
    public Verification verify(WebSocketSession session, Assignment assignment, Measured measured) {
        return new Verification(List.of(), remaining
                .map(left -> Map.of("certificate_remaining", left.toMillis() / 1e3)).orElseGet(Map::of));
    }
}
