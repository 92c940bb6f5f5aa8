package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.probe.ScriptedModel.Asked;
import io.tidemark.probe.ScriptedModel.Reply;
import io.tidemark.probe.engine.Faults;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Pace;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.engine.Profile;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Targets;
import io.tidemark.probe.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How prompts that are asked at once compare with those asked alone. */
class ChatBatchTests {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    /** Asked before the batch: one that does not count, those alone, and the cold one. */
    private static final int FIRST_ALONE = 2;
    private static final int LAST_ALONE = 4;
    private static final int COLD = 5;
    private static final int TOKENS = 2;

    /** When the end of each answer was about to be sent, as {@link System#nanoTime()}, by the number of its request. */
    private final Map<Integer, Long> ends = new ConcurrentHashMap<>();

    /** Also a single operation for a target in trouble, one that is left over, and fewer connections than workers. */
    static Stream<Load> loads() {
        return Stream.of(Load.closed(1, 1, 0, 1, DEADLINE), Load.closed(8, 17, 0, 1, DEADLINE),
                new Load(8, 2, new Pace.Closed(Duration.ZERO), new Profile.Sustained(), Load.Length.of(8),
                        new Load.Warmup(0, false), 1, DEADLINE, Faults.NONE));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void aBatchOfWhichNobodyIsHeldUpScalesInFullWhateverItsLoad(Load load) throws Exception {
        try (ScriptedModel model = new ScriptedModel(this::answer)) {
            Run run = batch(model, load);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertScalesAsSeen(run, model, load);
        }
    }

    private void answer(Asked asked, Reply reply) throws Exception {
        reply.rest(200);
        ends.put(asked.number(), System.nanoTime());
        reply.sayAll("stop", "a", "b");
    }

    /**
     * All answers have as many tokens, so that it scales by what one alone lasted over what one of many lasted. What both
     * can have been at the least and at the most was seen at the model and over the whole batch.
     */
    private void assertScalesAsSeen(Run run, ScriptedModel model, Load load) {
        List<Asked> asked = new ArrayList<>(model.asked());
        assertThat(asked).hasSize((int) (COLD + run.successes()));
        double mostAlone = (asked.get(COLD - 1).at() - end(1)) / 1e9 / (COLD - FIRST_ALONE);
        double mostTogether = load.sessions() * TOKENS / measure(run, "batch_tokens_per_second");

        assertThat(measure(run, "scaling_efficiency")).isBetween(
                least(asked.subList(FIRST_ALONE - 1, LAST_ALONE)) / mostTogether,
                mostAlone / least(asked.subList(COLD, asked.size())));
    }

    /** Seconds that each of some answers lasted, at the least and on average. */
    private double least(List<Asked> some) {
        return some.stream().mapToLong(one -> end(one.number()) - one.at()).average().orElseThrow() / 1e9;
    }

    private long end(int number) {
        return Objects.requireNonNull(ends.get(number));
    }

    private static double measure(Run run, String name) {
        return Objects.requireNonNull(run.measures().get(name));
    }

    /** Of the plan itself: nobody can ask for the load of a target in trouble. */
    private static Run batch(ScriptedModel model, Load load) throws InterruptedException {
        ProbeSettings probe = ChatTests.Wanted.PLAIN.probe("shop");
        try (SessionPool pool = new SessionPool(Targets.parse("url", "shop", model.url(), null, null, false,
                Limits.USUAL), 10, true)) {
            return TestProbes.engine().run(new Plan("talk", Objects.requireNonNull(Workloads.all().get("chat-batch")),
                    pool, null, load, ChatSpec.of("chat", probe.chat(), 8))).run();
        }
    }

    @Test
    void whereOneAtATimeIsServedABatchScalesByNothing() throws Exception {
        Object turn = new Object();
        Load load = Load.closed(4, 8, 0, 1, DEADLINE);
        try (ScriptedModel model = new ScriptedModel((asked, reply) -> {
            synchronized (turn) {
                answer(asked, reply);
            }
        })) {
            assertScalesAsSeen(batch(model, load), model, load);
        }
    }
}
