package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
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
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How prompts that are asked at once compare with those asked alone. */
class ChatBatchTests {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Also a single operation for a target in trouble, one that is left over, and fewer connections than workers. */
    static Stream<Load> loads() {
        return Stream.of(Load.closed(1, 1, 0, 1, DEADLINE), Load.closed(8, 9, 0, 1, DEADLINE),
                new Load(8, 2, new Pace.Closed(Duration.ZERO), new Profile.Sustained(), Load.Length.of(8),
                        new Load.Warmup(0, false), 1, DEADLINE, Faults.NONE));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void aBatchOfWhichNobodyIsHeldUpScalesInFullWhateverItsLoad(Load load) throws Exception {
        try (ScriptedModel model = new ScriptedModel((_, reply) -> {
            reply.rest(200);
            reply.sayAll("stop", "a", "b");
        })) {
            Run run = batch(model, load);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.measures().get("batch_tokens_per_second")).isPositive();
            assertThat(run.measures().get("scaling_efficiency")).isBetween(0.6, 1.67);
        }
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
        try (ScriptedModel model = new ScriptedModel((_, reply) -> {
            synchronized (turn) {
                reply.rest(200);
                reply.sayAll("stop", "a", "b");
            }
        })) {
            assertThat(batch(model, Load.closed(4, 8, 0, 1, DEADLINE)).measures().get("scaling_efficiency"))
                    .isBetween(0.01, 0.6);
        }
    }
}
