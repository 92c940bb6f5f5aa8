package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.HttpAnswer;
import io.tidemark.probe.target.HttpExchange;
import io.tidemark.probe.target.HttpSession;
import io.tidemark.probe.target.ProbeException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Sends the user's own request and checks the answer. What is not as it must be is a failed operation, with a kind of its
 * own for each way to fail. Nothing of a body is kept or shown.
 */
class RequestWorkload extends RuledWorkload<HttpSession> {

    static final Metric CERTIFICATE = Metric.gauge("probe.certificate_remaining", Unit.SECONDS, Better.HIGHER,
            "How long the server's certificate and those it stands on are valid yet");
    private static final Traits TRAITS = Traits
            .reading("request", "Sends an HTTP request of yours and checks the answer.").operations("request")
            .phases("dns", "connect", "tls", "send", "first_byte", "body").load(20, 1)
            .measures(CERTIFICATE,
                    Metric.gauge("probe.body_size", Unit.BYTES, Better.NEITHER, "Bytes of the last answer's body"));

    private final InstantSource clock = InstantSource.system();
    private volatile OptionalLong size = OptionalLong.empty();
    private volatile OptionalDouble remaining = OptionalDouble.empty();

    RequestWorkload() {
        super(TRAITS, "error_rate <= 5%", "p50 < 100ms", "p95 < 500ms", "p99 < 1s");
    }

    @Override
    public Class<HttpSession> on() {
        return HttpSession.class;
    }

    @Override
    public Optional<Class<? extends Task>> takes() {
        return Optional.of(Request.class);
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(request(assignment).toString());
    }

    private static Request request(Assignment assignment) {
        return (Request) Objects.requireNonNull(assignment.task(), "no request is configured");
    }

    @Override
    public void prepare(HttpSession session, Assignment assignment) {}

    @Override
    public Operation operation(HttpSession session, Assignment assignment, int worker) {
        Request request = request(assignment);
        String target = assignment.target().name();
        HttpExchange exchange = session.exchange(request.sent());
        return watch -> {
            watch.start();
            HttpAnswer answer = exchange.send(watch::lap);
            watch.stop("request", "body");
            size = OptionalLong.of(answer.bytes());
            look(session);
            Optional<Failure> broken = request.expected().broken(target, answer);
            if (broken.isPresent()) {
                throw new ProbeException(broken.get(), null);
            }
        };
    }

    /** Once is enough: the certificate stays. */
    private void look(HttpSession session) {
        if (remaining.isEmpty()) {
            session.certificateRemaining(clock)
                    .ifPresent(left -> remaining = OptionalDouble.of(left.toMillis() / 1e3));
        }
    }

    @Override
    public Verification verify(HttpSession session, Assignment assignment, Measured measured) {
        Map<String, Double> measures = new HashMap<>();
        size.ifPresent(bytes -> measures.put("body_size", (double) bytes));
        remaining.ifPresent(seconds -> measures.put("certificate_remaining", seconds));
        return new Verification(List.of(), measures);
    }

    @Override
    public void clean(HttpSession session, Assignment assignment) {}
}
