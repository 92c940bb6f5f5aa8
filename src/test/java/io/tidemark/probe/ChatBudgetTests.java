package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day's budget of tokens and money: that it stops the probe, holds over restarts, and is never exceeded. */
class ChatBudgetTests {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    /** The prompt's 16 bytes, what is put around it, and 16 tokens of an answer. */
    private static final int MOST = 16 + 64 + 16;

    @TempDir
    private Path data;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;

    private Probes probes(ScriptedModel model, int workers, BudgetSettings budget) {
        ProbeSettings probe = ChatTests.Wanted.PLAIN.spending(budget).of("chat", workers).probe("shop");
        return new Probes(new ProbingSettings(Map.of("shop", model.settings()), Map.of("talk", probe), false, false,
                data), "test-1", TestProbes.engine(), clock);
    }

    private static BudgetSettings tokens(long most) {
        return new BudgetSettings(most, null, null, null);
    }

    private static Observation observe(Probes probes) {
        return probes.sources().stream().filter(source -> source.description().kind() == Source.Kind.PROBE)
                .findFirst().orElseThrow().observe();
    }

    private static ScriptedModel saying(int prompt, int completion) throws IOException {
        return new ScriptedModel((_, reply) -> {
            reply.begin();
            reply.word("hello");
            reply.event(ScriptedModel.FINISHED.formatted("stop"));
            reply.event(ScriptedModel.USAGE.formatted(prompt, completion));
            reply.end();
        });
    }

    @Test
    void aSpentBudgetSkipsTheProbeUntilTheDayIsOver() throws IOException {
        try (ScriptedModel model = saying(20, 10); Probes probes = probes(model, 1, tokens(4 * 30 + MOST - 1))) {
            assertThat(observe(probes).outcome()).isEqualTo(new Outcome.Succeeded());
            Observation second = observe(probes);

            assertThat(second.outcome()).isEqualTo(new Outcome.Skipped("the budget of 215 tokens a day is spent until"
                    + " 00:00 UTC: 120 are used, and a request may use 96"));
            assertThat(second.run()).isEmpty();
            assertThat(model.asked()).hasSize(4);

            now.set(NOON.plus(Duration.ofHours(11)));
            assertThat(observe(probes).outcome()).isInstanceOf(Outcome.Skipped.class);
            now.set(NOON.plus(Duration.ofHours(12)));
            assertThat(observe(probes).outcome()).isEqualTo(new Outcome.Succeeded());
        }
    }

    @Test
    void whatWasUsedIsRememberedOverARestart() throws IOException {
        try (ScriptedModel model = saying(20, 10)) {
            try (Probes probes = probes(model, 1, tokens(200))) {
                observe(probes);
            }
            assertThat(data.resolve("tasks/talk")).hasContent("2026-03-01 80 40");
            try (Probes probes = probes(model, 1, tokens(200))) {
                assertThat(observe(probes).outcome().reason()).contains("120 are used");
            }
            try (Probes probes = probes(model, 1, tokens(240))) {
                observe(probes);
                assertThat(model.asked()).as("one more fits").hasSize(5);
            }
        }
    }

    @Test
    void whatIsLeftIsEnoughForWhateverIsSent() throws IOException {
        try (ScriptedModel model = saying(80, 16); Probes probes = probes(model, 3, tokens(3 * MOST))) {
            Run run = observe(probes).run().orElseThrow();

            assertThat(model.asked()).hasSize(3);
            assertThat(run.successes()).isEqualTo(2);
            assertThat(run.errors()).isEqualTo(Map.of("budget", 1L));
            assertThat(run.measures()).containsEntry("budget_used", 1.0);
        }
    }

    @Test
    void manyWorkersTogetherNeverExceedIt() throws IOException {
        try (ScriptedModel model = new ScriptedModel((_, reply) -> {
            reply.begin();
            reply.rest(20);
            reply.hangUp();
        }); Probes probes = probes(model, 3, tokens(2 * MOST + 10))) {
            observe(probes);
            observe(probes);

            assertThat(model.asked()).as("each may have used all it could").hasSize(2);
            assertThat(data.resolve("tasks/talk")).hasContent("2026-03-01 160 32");
        }
    }

    @Test
    void refusalsCostNothing() throws IOException {
        try (ScriptedModel model = new ScriptedModel((_, reply) -> reply.refuse(503));
                Probes probes = probes(model, 1, tokens(MOST))) {
            assertThat(observe(probes).run().orElseThrow().errors()).isEqualTo(Map.of("status_5xx", 3L));
            assertThat(data.resolve("tasks/talk")).hasContent("2026-03-01 0 0");
        }
    }

    @Test
    void moneyIsCountedByThePrices() throws IOException {
        BudgetSettings budget = new BudgetSettings(null, 0.10, 500.0, 1_500.0);
        try (ScriptedModel model = saying(20, 10); Probes probes = probes(model, 1, budget)) {
            Run run = observe(probes).run().orElseThrow();

            // A request may cost 80 x 0.0005 and 16 x 0.0015, and each has cost 20 x 0.0005 and 10 x 0.0015.
            assertThat(run.errors()).isEqualTo(Map.of("budget", 2L));
            assertThat(run.measures().get("cost")).isBetween(0.0499, 0.0501);
            assertThat(observe(probes).outcome()).isEqualTo(new Outcome.Skipped("the budget of 0.10 a day is spent"
                    + " until 00:00 UTC: 0.05 is used, and a request may cost 0.064"));
        }
    }

    @Test
    void aFileThatIsNotUnderstoodCountsAsASpentBudget() throws IOException {
        Path file = data.resolve("tasks/talk");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a lot");
        try (ScriptedModel model = saying(20, 10); Probes probes = probes(model, 1, tokens(1_000))) {
            assertThat(observe(probes).outcome()).isEqualTo(new Outcome.Skipped("the file " + file
                    + " cannot be understood, so that the day's budget counts as spent until 00:00 UTC"));
            now.set(NOON.plus(Duration.ofDays(1)));
            assertThat(observe(probes).outcome()).isEqualTo(new Outcome.Succeeded());
        }
    }

    @Test
    void nothingIsSentThatWouldBeForgotten() throws IOException {
        Files.writeString(data.resolve("tasks"), "in the way");
        try (ScriptedModel model = saying(20, 10); Probes probes = probes(model, 1, tokens(1_000))) {
            assertThat(observe(probes).outcome()).isEqualTo(new Outcome.Skipped("the file "
                    + data.resolve("tasks/talk") + " cannot be written, so that the day's budget would not be kept"));
            assertThat(model.asked()).isEmpty();
        }
    }

    @Test
    void aClockThatIsSetBackALittleBeginsNoNewDay() throws IOException {
        now.set(Instant.parse("2026-03-02T00:00:01Z"));
        try (ScriptedModel model = saying(20, 10); Probes probes = probes(model, 1, tokens(200))) {
            List<Outcome> outcomes = new ArrayList<>();
            outcomes.add(observe(probes).outcome());
            now.set(Instant.parse("2026-03-01T23:59:59Z"));
            outcomes.add(observe(probes).outcome());
            now.set(Instant.parse("2026-03-02T00:00:02Z"));
            outcomes.add(observe(probes).outcome());

            assertThat(outcomes).extracting(Outcome::code).containsExactly("SUCCEEDED", "SKIPPED", "SKIPPED");
        }
    }
}
