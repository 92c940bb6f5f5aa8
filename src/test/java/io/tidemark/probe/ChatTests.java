package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Secret;
import io.tidemark.metric.Source;
import io.tidemark.probe.ScriptedModel.Asked;
import io.tidemark.probe.ScriptedModel.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts to a scripted model, a kind one and others: what is told of each, and that nothing secret is. */
class ChatTests {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final String PROMPT = "say s3cret words";

    @TempDir
    private Path data;

    /** Settings of the usual prompt with one thing or another changed. */
    record Wanted(String workload, int workers, int operations, @Nullable Boolean stream,
            @Nullable ChatExpectSettings expect, @Nullable Duration timeout, @Nullable Integer retries,
            @Nullable BudgetSettings budget) {

        static final Wanted PLAIN = new Wanted("chat", 1, 3, null, null, null, 0, null);

        Wanted whole() {
            return new Wanted(workload, workers, operations, false, expect, timeout, retries, budget);
        }

        Wanted expecting(ChatExpectSettings other) {
            return new Wanted(workload, workers, operations, stream, other, timeout, retries, budget);
        }

        Wanted within(Duration other) {
            return new Wanted(workload, workers, operations, stream, expect, other, retries, budget);
        }

        Wanted retrying(int other) {
            return new Wanted(workload, workers, operations, stream, expect, timeout, other, budget);
        }

        Wanted spending(BudgetSettings other) {
            return new Wanted(workload, workers, operations, stream, expect, timeout, retries, other);
        }

        Wanted times(int other) {
            return new Wanted(workload, workers, other, stream, expect, timeout, retries, budget);
        }

        Wanted of(String other, int crowd) {
            return new Wanted(other, crowd, operations, stream, expect, timeout, retries, budget);
        }

        ProbeSettings probe(String target) {
            return new ProbeSettings(target, workload, null, workers, operations, null, null, DEADLINE, null, null,
                    null, null, null, null, null, new ChatSettings("small", List.of(new Secret(PROMPT)), 16, null, 0.5,
                            stream, expect, timeout, retries, budget),
                    null, null);
        }
    }

    private Run run(Script script, Wanted wanted) throws IOException {
        try (ScriptedModel model = new ScriptedModel(script)) {
            return run(model, wanted);
        }
    }

    private Run run(ScriptedModel model, Wanted wanted) {
        try (Probes probes = probes(model.settings(), wanted.probe("shop"))) {
            return TestProbes.run(probes);
        }
    }

    private Probes probes(TargetSettings shop, ProbeSettings talk) {
        return probes(Map.of("shop", shop), Map.of("talk", talk));
    }

    /** On a day that does not end meanwhile. */
    private Probes probes(Map<String, TargetSettings> targets, Map<String, ProbeSettings> probes) {
        return new Probes(new ProbingSettings(targets, probes, false, false, data), "test-1", TestProbes.engine(),
                InstantSource.fixed(ChatBudgetTests.NOON));
    }

    private void assertFailed(Script script, Wanted wanted, String kind, String sentence) throws IOException {
        Run run = run(script, wanted);

        assertThat(run.outcome().reason()).isEqualTo(sentence).doesNotContain("s3cret");
        assertThat(run.errors()).isEqualTo(Map.of(kind, 3L));
        assertThat(run.successes()).isZero();
    }

    private static long count(Run run, String phase) {
        return Objects.requireNonNull(run.phases().get(phase)).count();
    }

    @Test
    void aStreamTellsItsFirstTokenTheGapsAndWhatItUsed() throws IOException {
        try (ScriptedModel model = ScriptedModel.polite()) {
            Run run = run(model, Wanted.PLAIN);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.operations()).containsOnlyKeys("chat");
            assertThat(run.successes()).isEqualTo(3);
            assertThat(run.phases()).containsOnlyKeys("pool_wait", "connect", "first_token", "token_gap", "end");
            assertThat(count(run, "first_token")).isEqualTo(3);
            assertThat(count(run, "token_gap")).isEqualTo(6);
            // The cold one is in the measures, as it has been paid for.
            assertThat(run.measures()).containsEntry("prompt_tokens", 28.0).containsEntry("completion_tokens", 12.0)
                    .containsEntry("finish_stop", 4.0).containsEntry("uncounted_answers", 0.0)
                    .containsEntry("retries", 0.0).containsKeys("tokens_per_second", "first_token", "cold")
                    .doesNotContainKeys("cost", "finish_length");
            assertThat(run.measures().get("budget_used")).isEqualTo(40 / 1e6);
        }
    }

    @Test
    void theRequestIsAsTheProtocolHasIt() throws IOException {
        try (ScriptedModel model = ScriptedModel.polite()) {
            run(model, Wanted.PLAIN);

            assertThat(model.asked()).hasSize(4).allSatisfy(asked -> {
                assertThat(asked.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
                assertThat(asked.body())
                        .isEqualTo("{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\""
                                + PROMPT
                                + "\"}],\"max_tokens\":16,\"stream\":true,\"temperature\":0.5,\"stream_options\":"
                                + "{\"include_usage\":true}}");
                assertThat(ScriptedModel.header(asked, "content-type")).isEqualTo("application/json");
                assertThat(ScriptedModel.header(asked, "accept-encoding")).isEqualTo("identity");
                assertThat(asked.headers()).doesNotContainKey("authorization");
            });
        }
    }

    @Test
    void aTokenIsSentToTheTargetAndShownNowhere() throws IOException {
        try (ScriptedModel model = ScriptedModel.polite()) {
            TargetSettings target = new TargetSettings(model.url(), null, null, false, null, null,
                    new Secret("t0ken"));
            try (Probes probes = probes(target, Wanted.PLAIN.probe("shop"))) {
                TestProbes.run(probes);

                assertThat(model.asked()).allSatisfy(asked -> assertThat(
                        ScriptedModel.header(asked, "authorization")).isEqualTo("Bearer t0ken"));
                Explanation explanation = probes.explain("talk").orElseThrow();
                assertThat(explanation.statements())
                        .containsExactly("POST /chat/completions to small, 1 prompt, streamed");
                assertThat(explanation.toString()).doesNotContain("s3cret", "t0ken");
                assertThat(target.toString()).doesNotContain("t0ken");
            }
        }
    }

    @Test
    void anAnswerInOnePieceTellsWhatItUsed() throws IOException {
        Run run = run((_, reply) -> reply.say(200, "application/json", ScriptedModel.WHOLE.formatted("hello", 7, 5)),
                Wanted.PLAIN.whole().expecting(new ChatExpectSettings("hell", "^h.*o$", List.of("stop"))));

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.phases()).containsOnlyKeys("pool_wait", "connect", "answer");
        assertThat(run.measures()).containsEntry("completion_tokens", 20.0).containsKey("tokens_per_second")
                .doesNotContainKey("first_token");
    }

    @Test
    void whereNobodyCountsTokensThePiecesAreAndThatIsSaid() throws IOException {
        Run run = run((_, reply) -> {
            reply.begin();
            reply.word("a");
            reply.word("b");
            reply.event(ScriptedModel.FINISHED.formatted("length"));
            reply.end();
        }, Wanted.PLAIN);

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.measures()).containsEntry("uncounted_answers", 4.0).containsEntry("completion_tokens", 0.0)
                .containsEntry("finish_length", 4.0).containsKey("tokens_per_second");
        // All that they may have used counts as used: the bytes of the prompt, what is put around it and 16.
        assertThat(run.measures().get("budget_used")).isEqualTo(4 * (PROMPT.length() + 64 + 16) / 1e6);
    }

    @Test
    void aStreamMayComeInAnyPieces() throws IOException {
        Run run = run((_, reply) -> {
            reply.begin();
            reply.chunk(": still here\r\n\r\nretry: 5\r\n");
            String event = "event: x\r\ndata:" + ScriptedModel.SAID.formatted("é") + "\r\n\r\n";
            for (int i = 0; i < event.length(); i++) {
                reply.chunk(event.substring(i, i + 1));
            }
            reply.chunk("data: {\"choices\":\ndata: []}\n\n" + "data: " + ScriptedModel.FINISHED.formatted("stop")
                    + "\n\ndata: [DONE]");
            reply.raw("0\r\n\r\n");
        }, Wanted.PLAIN.expecting(new ChatExpectSettings("é", null, null)));

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void eachWayToFailIsAKindOfItsOwn() throws IOException {
        assertFailed((_, reply) -> reply.refuse(429), Wanted.PLAIN, "rate_limited", "shop answered with status 429");
        assertFailed((_, reply) -> reply.refuse(503), Wanted.PLAIN, "status_5xx", "shop answered with status 503");
        assertFailed((_, reply) -> reply.refuse(401), Wanted.PLAIN, "status_4xx", "shop answered with status 401");
        assertFailed((_, reply) -> reply.say(200, "text/html", "<p>s3cret"), Wanted.PLAIN, "protocol",
                "shop did not answer with a stream of events");
        assertFailed((_, reply) -> reply.say(200, "application/json", "s3cret"), Wanted.PLAIN.whole(), "protocol",
                "shop did not answer with a chat completion");
        assertFailed((_, reply) -> {
            reply.begin();
            reply.event("s3cret");
        }, Wanted.PLAIN, "protocol", "shop did not answer with a chat completion");
        assertFailed((_, reply) -> {
            reply.begin();
            reply.word("a");
            reply.event("{\"error\":{\"message\":\"s3cret\"}}");
        }, Wanted.PLAIN, "refused", "shop answered with an error instead of going on");
    }

    @Test
    void aStreamThatEndsTooEarlyIsCut() throws IOException {
        assertFailed((_, reply) -> {
            reply.begin();
            reply.word("a");
            reply.raw("0\r\n\r\n");
        }, Wanted.PLAIN, "cut", "shop ended its answer before that was complete");
        assertFailed((_, reply) -> {
            reply.begin();
            reply.word("a");
            reply.hangUp();
        }, Wanted.PLAIN, "cut", "shop broke its answer off");
    }

    @Test
    void aStreamThatIsTooLargeIsLeftOff() throws IOException {
        assertFailed((_, reply) -> {
            reply.begin();
            while (true) {
                reply.chunk("s3cret");
            }
        }, Wanted.PLAIN, "too_large", "shop answered with more than the 65536 bytes that are read of a body");
        assertFailed((_, reply) -> {
            reply.begin();
            while (true) {
                reply.word("s3cret".repeat(1_000));
            }
        }, Wanted.PLAIN.expecting(new ChatExpectSettings("a", null, null)), "too_large",
                "shop said more than the 65536 characters that are looked into");
        assertFailed((_, reply) -> {
            reply.begin();
            while (true) {
                reply.chunk("data: s3cret\n".repeat(1_000));
            }
        }, Wanted.PLAIN, "too_large",
                "shop sent an event of more than the 65536 characters that are read of one");
    }

    @Test
    void silenceAndTricklesEndWithTheirTime() throws IOException {
        Wanted short1 = Wanted.PLAIN.within(Duration.ofMillis(300));
        for (Script script : List.<Script>of((_, reply) -> reply.hang(), (_, reply) -> {
            reply.begin();
            reply.word("a");
            reply.hang();
        }, (_, reply) -> {
            reply.begin();
            while (true) {
                reply.word("a");
                reply.rest(50);
            }
        })) {
            Run run = run(script, short1);

            assertThat(run.errors()).isEqualTo(Map.of("timeout", 3L));
            assertThat(run.outcome()).isInstanceOf(Outcome.TimedOut.class);
        }
    }

    @Test
    void whatIsExpectedIsLookedAtAndNothingOfItIsShown() throws IOException {
        Script script = (_, reply) -> reply.sayAll("length", "s3cret ", "words");
        assertFailed(script, Wanted.PLAIN.expecting(new ChatExpectSettings("hello", null, null)), "assertion",
                "shop answered otherwise than expected: the content does not contain 'hello'");
        assertFailed(script, Wanted.PLAIN.expecting(new ChatExpectSettings("words", "^w", null)), "assertion",
                "shop answered otherwise than expected: the content does not match '^w'");
        assertFailed(script, Wanted.PLAIN.expecting(new ChatExpectSettings(null, null, List.of("stop"))), "assertion",
                "shop answered otherwise than expected: it finished by length instead of stop");
    }

    @Test
    void aRefusedRequestIsSentAgainNotSoonerThanAskedAndLastsFromItsFirstTry() throws IOException {
        try (ScriptedModel model = new ScriptedModel((asked, reply) -> {
            if (asked.number() == 2) {
                reply.refuse(429, "Retry-After: 1");
            } else {
                reply.sayAll("stop", "hello");
            }
        })) {
            Run run = run(model, Wanted.PLAIN.retrying(2).times(1));

            assertThat(run.errors()).isEmpty();
            assertThat(run.measures()).containsEntry("retries", 1.0);
            assertThat(run.latency().count()).isOne();
            // The upper end of its bucket: the lower one is below what was measured, by up to 0.8 %.
            assertThat(run.latency().max()).isGreaterThanOrEqualTo(1);
            assertThat(Objects.requireNonNull(run.phases().get("backoff")).max()).isGreaterThanOrEqualTo(1);
            List<Asked> all = new ArrayList<>(model.asked());
            assertThat(all).hasSize(3);
            assertThat(all.get(2).at() - all.get(1).at()).isGreaterThanOrEqualTo(1_000_000_000L);
        }
    }

    @Test
    void aConnectionThatIsGoneIsMadeAnewForARetry() throws IOException {
        Run run = run((asked, reply) -> {
            if (asked.number() == 2) {
                reply.hangUp();
            } else {
                reply.sayAll("stop", "hello");
            }
        }, Wanted.PLAIN.retrying(1));

        assertThat(run.errors()).isEmpty();
        assertThat(run.measures()).containsEntry("retries", 1.0);
    }

    @Test
    void whoAsksForMoreTimeThanThereIsIsNotWaitedFor() throws IOException {
        try (ScriptedModel model = new ScriptedModel((_, reply) -> reply.refuse(503, "Retry-After: 60"))) {
            Run run = run(model, Wanted.PLAIN.retrying(5));

            assertThat(run.errors()).isEqualTo(Map.of("status_5xx", 3L));
            assertThat(model.asked()).hasSize(4);
        }
    }

    @Test
    void refusalsMakeNoStorm() throws IOException {
        try (ScriptedModel model = new ScriptedModel((_, reply) -> reply.refuse(503))) {
            Run run = run(model, Wanted.PLAIN.retrying(2).of("chat", 20).times(100));

            assertThat(run.errors()).isEqualTo(Map.of("status_5xx", 100L));
            // One more for the cold one, ten retries, and one for every five requests.
            assertThat(model.asked()).hasSizeLessThanOrEqualTo(101 + 10 + 101 / 5);
        }
    }

    @Test
    void howFastAnswersComeIsToldOfTheMeasuredOnesAndWithoutWaitsToAskAgain() throws IOException {
        String[] words = "word ".repeat(30).split("(?<= )");
        Run run = run((asked, reply) -> {
            if (asked.number() == 2) {
                reply.refuse(429, "Retry-After: 1");
            } else {
                reply.rest(asked.number() == 1 ? 500 : 0);
                reply.sayAll("stop", words);
            }
        }, Wanted.PLAIN.retrying(1).times(1));

        assertThat(run.measures()).containsEntry("completion_tokens", 60.0);
        assertThat(count(run, "token_gap")).isEqualTo(29);
        double expected = 30 / (mean(run, "first_token") + 29 * mean(run, "token_gap") + mean(run, "end"));
        assertThat(run.measures().get("tokens_per_second")).isCloseTo(expected, withinPercentage(2));
    }

    private static double mean(Run run, String phase) {
        return Objects.requireNonNull(run.phases().get(phase)).mean();
    }

    @Test
    void aRunWithoutASuccessTellsWhatItHasCostAndNotHowFastItWas() throws IOException {
        try (ScriptedModel model = ScriptedModel.polite()) {
            Run run = run(model, Wanted.PLAIN.expecting(new ChatExpectSettings("hello", null, null))
                    .spending(new BudgetSettings(null, 1.0, 500.0, 1_000.0)));

            assertThat(run.errors()).isEqualTo(Map.of("assertion", 3L));
            assertThat(run.measures()).containsEntry("prompt_tokens", 28.0).containsEntry("completion_tokens", 12.0)
                    .containsEntry("cost", 0.026).containsEntry("budget_used", 0.026).containsEntry("retries", 0.0)
                    .containsEntry("finish_stop", 4.0).doesNotContainKeys("tokens_per_second", "first_token");
        }
    }

    @Test
    void modelsAreListedOverANewConnectionAndOverOneThatIsThere() throws IOException {
        ProbeSettings probe = TestProbes.settings("shop", "chat-models", null, null, 6, null, null, DEADLINE, null,
                null);
        try (ScriptedModel model = new ScriptedModel((_, reply) -> reply.say(200, "application/json",
                "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}"));
                Probes probes = probes(model.settings(), probe)) {
            Run run = TestProbes.run(probes);

            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.operations()).containsOnlyKeys("init", "list");
            assertThat(run.operations().get("init")).extracting(of -> of.count()).isEqualTo(3L);
            assertThat(run.measures()).containsEntry("models", 2.0);
            assertThat(model.asked().peek()).extracting(Asked::line).isEqualTo("GET /v1/models HTTP/1.1");
        }
    }

    @Test
    void whatIsNoListOfModelsIsSaidAsSuch() throws IOException {
        ProbeSettings probe = TestProbes.settings("shop", "chat-models", null, null, 2, null, null, DEADLINE, null,
                null);
        try (ScriptedModel model = new ScriptedModel((_, reply) -> reply.say(200, "text/html", "<p>s3cret"));
                Probes probes = probes(model.settings(), probe)) {
            assertThat(TestProbes.run(probes).outcome())
                    .isEqualTo(new Outcome.Failed("shop did not answer with a list of models"));
        }
    }

    @Test
    void rudeModelsHoldUpNobodyElse() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (ScriptedModel good = ScriptedModel.polite();
                ScriptedModel holding = new ScriptedModel((_, reply) -> {
                    done.await();
                    reply.sayAll("stop", "at last");
                });
                ScriptedModel silent = new ScriptedModel((_, reply) -> reply.hang());
                ScriptedModel endless = new ScriptedModel((_, reply) -> {
                    reply.begin();
                    while (true) {
                        reply.word("a");
                        reply.rest(100);
                    }
                })) {
            Map<String, TargetSettings> targets = new LinkedHashMap<>();
            targets.put("good", good.settings());
            targets.put("holding", RawServer.patient(holding.settings(), DEADLINE));
            targets.put("silent", silent.settings());
            targets.put("endless", endless.settings());
            Map<String, ProbeSettings> each = new LinkedHashMap<>();
            targets.keySet().forEach(name -> each.put(name, Wanted.PLAIN.within(DEADLINE).probe(name)));
            List.of("silent", "endless").forEach(
                    name -> each.put(name, Wanted.PLAIN.within(Duration.ofSeconds(1)).probe(name)));
            try (Probes probes = probes(targets, each)) {
                assertNotHeldUp(probes, done);
            }
        }
    }

    /** @param done lets `holding` go, which is held until the good one has answered */
    private static void assertNotHeldUp(Probes probes, CountDownLatch done) {
        Map<String, Source> sources = probes.sources().stream()
                .collect(Collectors.toMap(Source::name, Function.identity()));
        Source good = Objects.requireNonNull(sources.remove("good"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, CompletableFuture<Run>> others = sources.entrySet().stream().collect(Collectors.toMap(
                    Map.Entry::getKey,
                    one -> CompletableFuture.supplyAsync(() -> TestProbes.run(one.getValue()), threads)));
            assertThat(TestProbes.run(good).outcome()).isEqualTo(new Outcome.Succeeded());
            CompletableFuture<Run> held = Objects.requireNonNull(others.remove("holding"));
            assertThat(held).as("still waiting when the good one has answered").isNotDone();
            done.countDown();
            assertThat(held.join().successes()).isEqualTo(3);
            assertThat(others).hasSize(2).allSatisfy(
                    (_, one) -> assertThat(one.join().errors()).containsOnlyKeys("timeout"));
        }
    }
}
