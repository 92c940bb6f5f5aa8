package io.tidemark.probe.workload;

import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.HttpSession;
import io.tidemark.probe.target.ProbeException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a model many prompts at once, and first a few alone: how much more is said by so many at once tells how the
 * endpoint scales.
 */
class ChatBatchWorkload extends PromptedWorkload {

    private static final int ALONE = 3;

    private final TokenRate alone = new TokenRate();
    private final TokenRate together = new TokenRate();
    /** When the batch began, and how long after that its last answer was over. */
    private volatile long from;
    private final AtomicLong lasted = new AtomicLong();

    ChatBatchWorkload() {
        super(Traits.reading("chat-batch",
                "Asks a model many prompts of yours at once, after a few asked alone, and tells how its throughput scales.")
                .load(20, 4).measures(ChatFigures.metrics(
                        ChatFigures.gauge("batch_tokens_per_second", Unit.PER_SECOND, Better.HIGHER,
                                "Tokens of all answers together over the time of the batch"),
                        ChatFigures.gauge("scaling_efficiency", Unit.ONE, Better.HIGHER,
                                "Tokens per second that one of many gets over those of one alone: 1 where they do not hold"
                                        + " up one another"))));
    }

    /** The first answer is not counted: it may wait for a handshake. */
    @Override
    public void prepare(HttpSession session, Assignment assignment) throws InterruptedException {
        ChatCall call = call(session, assignment, 0);
        Stopwatch watch = new Stopwatch();
        try {
            call.run(watch);
            for (int i = 0; i < ALONE; i++) {
                ask(call, alone, watch);
            }
        } catch (IOException | ProbeException _) {
            // The measured ones will say what is wrong; how it scales is left out.
            alone.forget();
        }
    }

    @Override
    public Operation operation(HttpSession session, Assignment assignment, int worker) {
        ChatCall call = call(session, assignment, worker);
        return watch -> {
            try {
                ask(call, together, watch);
            } finally {
                lasted.accumulateAndGet(System.nanoTime() - from, Math::max);
            }
        };
    }

    @Override
    public void begin() {
        super.begin();
        together.forget();
        lasted.set(0);
        from = System.nanoTime();
    }

    private static void ask(ChatCall call, TokenRate rate, Stopwatch watch)
            throws IOException, ProbeException, InterruptedException {
        try {
            call.run(watch);
        } finally {
            rate.add(call.said(), call.lasted());
        }
    }

    @Override
    Map<String, Double> further() {
        Map<String, Double> all = new TreeMap<>();
        if (together.tokens() > 0) {
            all.put("batch_tokens_per_second", together.tokens() * 1e9 / lasted.get());
        }
        if (together.tokens() > 0 && alone.tokens() > 0) {
            all.put("scaling_efficiency", together.perSecond().orElseThrow() / alone.perSecond().orElseThrow());
        }
        return all;
    }
}
