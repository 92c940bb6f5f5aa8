package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.WebSocket;
import io.tidemark.probe.target.WebSocketSession;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;

/**
 * What the workloads that send messages share: each worker has a stream, and an operation is a message from when it was
 * sent until its answer has come and is right.
 */
abstract class TalkingWorkload extends WebSocketWorkload {

    private static final Metric[] MEASURES = {measure("lost", Better.LOWER, "Messages whose answer never came"),
            measure("duplicated", Better.LOWER, "Answers that came once more"),
            measure("reordered", Better.LOWER, "Answers that came after one to a later message"),
            measure("drops", Better.LOWER, "Streams that the server has ended"),
            measure("streams", Better.NEITHER, "The most streams that were open at once")};

    private final Traffic traffic = new Traffic();
    private final String operation;

    TalkingWorkload(Traits traits, String... conditions) {
        super(traits.phases("round_trip").measures(MEASURES), conditions);
        this.operation = traits.operations().getFirst();
    }

    private static Metric measure(String name, Better better, String what) {
        return Metric.gauge("probe." + name, Unit.ONE, better, what);
    }

    /** The most messages in flight on one stream. */
    int inFlight(Conversation conversation) {
        return 1;
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(conversation(assignment).toString());
    }

    @Override
    public Operation operation(WebSocketSession session, Assignment assignment, int worker)
            throws IOException, ProbeException {
        Conversation conversation = conversation(assignment);
        WebSocket socket = session.open(conversation.opening(), _ -> {});
        for (int i = 0; i < conversation.greetings(); i++) {
            socket.receive(session.end());
        }
        return new Talk(session, new MarkedStream(socket, assignment, conversation.message(), traffic,
                inFlight(conversation)), inFlight(conversation));
    }

    @Override
    public Verification verify(WebSocketSession session, Assignment assignment, Measured measured) {
        return traffic.evidence().measure("lost", traffic.lost()).measure("duplicated", traffic.duplicated.sum())
                .measure("reordered", traffic.reordered.sum()).measure("drops", traffic.drops.sum())
                .measure("streams", traffic.peak()).verification();
    }

    private final class Talk implements Operation {

        private final WebSocketSession session;
        private final MarkedStream stream;
        private final int most;

        Talk(WebSocketSession session, MarkedStream stream, int most) {
            this.session = session;
            this.stream = stream;
            this.most = most;
        }

        @Override
        public void run(Stopwatch watch) throws IOException, ProbeException {
            try {
                while (stream.inFlight() < most) {
                    stream.send();
                }
                watch.startedAt(stream.receive(session.end(stream.waitingSince()), session.end()));
                watch.stop(operation, "round_trip");
            } catch (IOException | ProbeException e) {
                if (isDrop(e) && !session.isCut()) {
                    traffic.drops.increment();
                }
                throw e;
            }
        }

        private static boolean isDrop(Exception failure) {
            return switch (failure) {
                case SocketTimeoutException _ -> false;
                case ProbeException told -> told.failure().kind() == Kind.CLOSED;
                default -> true;
            };
        }

        @Override
        public boolean isUsable() {
            return stream.isInStep();
        }

        /** Half of the time a call has, so that there is some left to tidy up. */
        @Override
        public void close() {
            long now = System.nanoTime();
            if (!session.isBroken()) {
                stream.drain(now + (session.end() - now) / 2);
            }
            traffic.closed();
            session.hangUp();
        }
    }
}
