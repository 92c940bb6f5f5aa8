package io.tidemark.probe.workload;

import io.tidemark.probe.target.HttpSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Asks a model the user's own prompts. Nothing of a prompt or an answer is kept or shown. */
abstract class PromptedWorkload extends RuledWorkload<HttpSession> {

    private final ChatCall.Shared shared = new ChatCall.Shared(new ChatFigures(), new Retries());

    PromptedWorkload(Traits traits, String... conditions) {
        super(traits.operations(ChatCall.OPERATION).phases("dns", "connect", "tls", "first_token", "token_gap", "end",
                "answer", "backoff"), conditions);
    }

    @Override
    public final Class<HttpSession> on() {
        return HttpSession.class;
    }

    @Override
    public final Optional<Class<? extends Task>> takes() {
        return Optional.of(Chat.class);
    }

    @Override
    public final boolean warmsUp() {
        return false;
    }

    static Chat chat(Assignment assignment) {
        return (Chat) Objects.requireNonNull(assignment.task(), "no prompt is configured");
    }

    final ChatCall call(HttpSession session, Assignment assignment, int worker) {
        return new ChatCall(chat(assignment), session, assignment.target(), shared, worker);
    }

    @Override
    public final List<String> statements(Assignment assignment) {
        return List.of(chat(assignment).toString());
    }

    @Override
    public void prepare(HttpSession session, Assignment assignment) throws Exception {}

    @Override
    public Operation operation(HttpSession session, Assignment assignment, int worker) {
        return call(session, assignment, worker);
    }

    @Override
    public void begin() {
        shared.figures().begin();
    }

    /** What a workload measures besides. */
    Map<String, Double> further() {
        return Map.of();
    }

    @Override
    public final Verification verify(HttpSession session, Assignment assignment, Measured measured) {
        Map<String, Double> measures = new HashMap<>(spent(assignment));
        measures.putAll(shared.figures().speed(measured));
        measures.putAll(further());
        return new Verification(List.of(), measures);
    }

    @Override
    public final Map<String, Double> spent(Assignment assignment) {
        return shared.figures().spent(chat(assignment).budget(), shared.retries());
    }

    @Override
    public final void clean(HttpSession session, Assignment assignment) {}
}
