package io.tidemark.probe.workload;

import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.HttpSession;
import io.tidemark.probe.target.ProbeException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks a model many prompts at once, and first a few alone: how much more is said by so many at once tells how the
 * endpoint scales.
 */
class ChatBatchWorkload extends PromptedWorkload {

    private static final int ALONE = 3;

    private final Flow alone = new Flow();
    private final Flow together = new Flow();

    ChatBatchWorkload() {
        super(Traits.reading("chat-batch",
                "Asks a model many prompts of yours at once, after a few asked alone, and tells how its throughput scales.")
                .load(20, 4).measures(ChatFigures.metrics(
                        ChatFigures.gauge("batch_tokens_per_second", Unit.PER_SECOND, Better.HIGHER,
                                "Tokens of all answers together over the time of the batch"),
                        ChatFigures.gauge("scaling_efficiency", Unit.ONE, Better.HIGHER,
                                "Tokens per second of the batch over as many times those of one alone as there are workers:"
                                        + " 1 where they do not hold up one another"))));
    }

    /** Tokens that came between the first beginning and the last end. */
    private static final class Flow {

        private boolean begun;
        private long from;
        private long to;
        private long tokens;

        synchronized void begin(long now) {
            if (!begun) {
                from = to = now;
                begun = true;
            }
        }

        synchronized void end(long now, long more) {
            to = now - to > 0 ? now : to;
            tokens += more;
        }

        synchronized void forget() {
            tokens = 0;
        }

        synchronized double perSecond() {
            return to == from ? 0 : tokens * 1e9 / (to - from);
        }
    }

    /** The first answer is not counted: it may wait for a handshake. */
    @Override
    public void prepare(HttpSession session, Assignment assignment) throws InterruptedException {
        ChatCall call = call(session, assignment, 0);
        Stopwatch watch = new Stopwatch();
        try {
            call.run(watch);
            for (int i = 0; i < ALONE; i++) {
                counted(call, alone, watch);
            }
        } catch (IOException | ProbeException _) {
            // The measured ones will say what is wrong; how it scales is left out.
            alone.forget();
        }
    }

    @Override
    public Operation operation(HttpSession session, Assignment assignment, int worker) {
        ChatCall call = call(session, assignment, worker);
        return worker < chat(assignment).manner().workers() ? watch -> counted(call, together, watch) : call;
    }

    private static void counted(ChatCall call, Flow flow, Stopwatch watch)
            throws IOException, ProbeException, InterruptedException {
        flow.begin(System.nanoTime());
        try {
            call.run(watch);
        } finally {
            flow.end(System.nanoTime(), call.said());
        }
    }

    @Override
    Map<String, Double> further(Assignment assignment) {
        Map<String, Double> all = new TreeMap<>();
        double batch = together.perSecond();
        if (batch > 0) {
            all.put("batch_tokens_per_second", batch);
        }
        if (batch > 0 && alone.perSecond() > 0) {
            all.put("scaling_efficiency", batch / (chat(assignment).manner().workers() * alone.perSecond()));
        }
        return all;
    }
}
