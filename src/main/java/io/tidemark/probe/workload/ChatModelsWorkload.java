package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.HttpAnswer;
import io.tidemark.probe.target.HttpExchange;
import io.tidemark.probe.target.HttpRequest;
import io.tidemark.probe.target.HttpRequest.Handling;
import io.tidemark.probe.target.HttpSession;
import io.tidemark.probe.target.ProbeException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client of a model's endpoint waits for before its first prompt: a connection and the list of models. */
class ChatModelsWorkload extends RuledWorkload<HttpSession> {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PATH = "/models";
    private static final int MOST_BODY = 1_000_000;

    private volatile OptionalInt models = OptionalInt.empty();

    ChatModelsWorkload() {
        super(Traits.reading("chat-models",
                "Lists the models of an endpoint over a connection made for that, and once more over the same, in turns.")
                .operations("init", "list").phases("dns", "connect", "tls", "first_byte", "body").load(10, 1)
                .measures(Metric.gauge("probe.models", Unit.ONE, Better.NEITHER, "Models the endpoint has listed")),
                "p95{operation=\"init\"} < 100ms");
    }

    @Override
    public Class<HttpSession> on() {
        return HttpSession.class;
    }

    /** A new connection is what is measured. */
    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("GET " + PATH);
    }

    @Override
    public void prepare(HttpSession session, Assignment assignment) {}

    @Override
    public Operation operation(HttpSession session, Assignment assignment, int worker) {
        return new Listing(assignment.target().name(), listing(session, false), listing(session, true));
    }

    private static HttpExchange listing(HttpSession session, boolean keepAlive) {
        return session.exchange(
                new HttpRequest(HttpRequest.Method.GET, PATH, Map.of(), null,
                        new Handling(keepAlive, false, MOST_BODY, true)));
    }

    private final class Listing implements Operation {

        private final String target;
        private final HttpExchange anew;
        private final HttpExchange again;
        private boolean connected;

        Listing(String target, HttpExchange anew, HttpExchange again) {
            this.target = target;
            this.anew = anew;
            this.again = again;
        }

        @Override
        public void run(Stopwatch watch) throws IOException, ProbeException {
            boolean first = !connected;
            connected = false;
            watch.start();
            HttpAnswer answer = (first ? anew : again).send(watch::lap);
            watch.stop(first ? "init" : "list", "body");
            connected = first;
            models = OptionalInt.of(count(answer));
        }

        private int count(HttpAnswer answer) throws ProbeException {
            if (answer.status() / 100 != 2) {
                throw new ProbeException(Failure.ofStatus(target, answer.status()), null);
            }
            try {
                JsonNode data = JSON.readTree(answer.body()).path("data");
                if (data.isArray()) {
                    return data.size();
                }
            } catch (JacksonException _) {
                // Said below.
            }
            throw failed(Kind.PROTOCOL, "did not answer with a list of models");
        }

        private ProbeException failed(Kind kind, String what) {
            return new ProbeException(new Failure(kind, target + " " + what), null);
        }
    }

    @Override
    public Verification verify(HttpSession session, Assignment assignment, Measured measured) {
        return new Verification(List.of(),
                models.isPresent() ? Map.of("models", (double) models.getAsInt()) : Map.of());
    }

    @Override
    public void clean(HttpSession session, Assignment assignment) {}
}
