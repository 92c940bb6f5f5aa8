package io.tidemark.probe;

import io.tidemark.metric.Secret;
import io.tidemark.probe.target.HttpSession;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Operation;
import io.tidemark.probe.workload.Stopwatch;
import io.tidemark.probe.workload.Workload;
import io.tidemark.probe.workload.Workloads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is told of a model's first token and of the gaps after it, beside what the scripted server knows of when it has read
 * the request and written each. Prints the differences. Properties: operations (500).
 */
class FirstTokenBench {

    private static final int OPERATIONS = Integer.getInteger("operations", 500);
    private static final int WARMUP = 100;
    private static final int TOKENS = 5;
    private static final ChatSettings SETTINGS = new ChatSettings("small", List.of(new Secret("hello")), 16, null, null,
            null, null, Duration.ofSeconds(5), 0, new BudgetSettings(1_000_000_000L, null, null, null));

    /** Nanoseconds from the request to the first token, and from each to the next. */
    private record Times(long first, List<Long> gaps) {}

    private final BlockingQueue<Times> truth = new LinkedBlockingQueue<>();

    @Test
    void firstTokenBesideTheServersTruth() throws Exception {
        try (ScriptedModel model = new ScriptedModel(this::answer)) {
            Target target = Targets.parse("url", "bench", model.url(), null, null, false, Limits.USUAL);
            Workload<HttpSession> workload = workload();
            Assignment assignment = new Assignment("bench", "bench", 1, 1, target, null,
                    ChatSpec.of("chat", SETTINGS, 1));
            try (HttpSession session = (HttpSession) target.open(Duration.ofSeconds(5));
                    Operation operation = workload.operation(session, assignment, 0)) {
                compare(operation);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Workload<HttpSession> workload() {
        return (Workload<HttpSession>) Objects.requireNonNull(Workloads.all().get("chat")).get();
    }

    private void answer(ScriptedModel.Asked asked, ScriptedModel.Reply reply) throws IOException, InterruptedException {
        reply.begin();
        reply.rest(ThreadLocalRandom.current().nextLong(5, 60));
        List<Long> written = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            written.add(System.nanoTime());
            reply.word("word");
            reply.rest(3);
        }
        reply.event(ScriptedModel.FINISHED.formatted("stop"));
        reply.event(ScriptedModel.USAGE.formatted(5, TOKENS));
        truth.add(new Times(written.getFirst() - asked.at(),
                IntStream.range(1, TOKENS).mapToObj(i -> written.get(i) - written.get(i - 1)).toList()));
        reply.end();
    }

    private void compare(Operation operation) throws Exception {
        List<Long> first = new ArrayList<>();
        List<Long> gaps = new ArrayList<>();
        Stopwatch watch = new Stopwatch();
        for (int i = 0; i < WARMUP + OPERATIONS; i++) {
            operation.run(watch);
            Times known = truth.take();
            if (i >= WARMUP) {
                first.add(firstToken(watch) - known.first());
                for (int gap = 0; gap < watch.parts(); gap++) {
                    gaps.add(watch.partNanos(gap) - known.gaps().get(gap));
                }
            }
        }
        print("first token", first);
        print("gaps", gaps);
    }

    private static long firstToken(Stopwatch watch) {
        return IntStream.range(0, watch.phases()).filter(i -> watch.phase(i).equals("first_token"))
                .mapToLong(watch::phaseNanos).findFirst().orElseThrow();
    }

    private static void print(String what, List<Long> differences) {
        List<Long> sorted = differences.stream().map(Math::abs).sorted().toList();
        System.out.printf("%s: told differs from the truth by p50 %.3f ms, p99 %.3f ms, max %.3f ms over %d%n", what,
                at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), sorted.size());
    }

    private static double at(List<Long> sorted, double share) {
        return sorted.get(Math.min(sorted.size() - 1, (int) (share * sorted.size()))) / 1e6;
    }
}
