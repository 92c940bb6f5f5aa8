package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.metric.RuleText;
import io.tidemark.metric.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of prompts to a model: what is refused is one sentence with the key, and shows nothing secret. */
class ChatSpecTests {

    private static final TargetSettings TARGET = new TargetSettings("https://model.example/v1", null, null, false, null,
            null, null);
    private static final List<Secret> PROMPTS = List.of(new Secret("s3cret"));

    @TempDir
    private Path data;

    private static ProbeSettings probe(String workload, int workers, @Nullable ChatSettings chat) {
        return new ProbeSettings("shop", workload, null, workers, null, null, null, null, null, null, null, null, null,
                null, null, chat, null, null);
    }

    private static ChatSettings chat(@Nullable Integer most, @Nullable String field, @Nullable Double temperature,
            @Nullable Integer retries, @Nullable BudgetSettings budget) {
        return new ChatSettings("small", PROMPTS, most, field, temperature, null, null, null, retries, budget);
    }

    private static void assertRefused(@Nullable ChatSettings chat, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(TARGET, probe("chat", 1, chat)))
                .withMessage("tidemark.probes.orders.chat" + sentence).withMessageNotContaining("s3cret");
    }

    @Test
    void badSettingsAreOneSentence() {
        assertRefused(null, ".model: is missing; it is the name of a model, of 200 characters at most");
        assertRefused(new ChatSettings("small", null, null, null, null, null, null, null, null, null),
                ".prompts: must be 1 to 100 of them");
        assertRefused(new ChatSettings("small", List.of(new Secret("s3cret"), new Secret(" ")), null, null, null, null,
                null, null, null, null), ".prompts[1]: must have 1 to 100000 characters");
        assertRefused(chat(0, null, null, null, null), ".max-tokens: must be 1 to 32000, got 0");
        assertRefused(chat(null, "tokens", null, null, null),
                ".max-tokens-field: 'tokens' is unknown; allowed are max_completion_tokens, max_tokens");
        assertRefused(chat(null, null, 3.0, null, null), ".temperature: must be 0 to 2, got 3");
        assertRefused(chat(null, null, null, 6, null), ".retries: must be 0 to 5, got 6");
        assertRefused(new ChatSettings("small", PROMPTS, null, null, null, null,
                new ChatExpectSettings(null, null, List.of("stopped")), null, null, null),
                ".expect.finish: 'stopped' is unknown; allowed are content_filter, length, other, stop, tool_calls");
        assertRefused(new ChatSettings("small", PROMPTS, null, null, null, null,
                new ChatExpectSettings(null, "(", null), null, null, null),
                ".expect.matches: is no regular expression, Unclosed group");
    }

    @Test
    void aBudgetThatCannotBeKeptToIsRefused() {
        assertRefused(chat(null, null, null, null, new BudgetSettings(133L, null, null, null)),
                ".budget: is too small for a single request, which may use 134 tokens");
        assertRefused(chat(null, null, null, null, new BudgetSettings(0L, null, null, null)),
                ".budget.tokens-per-day: must be 1 to 1000000000000, got 0");
        assertRefused(chat(null, null, null, null, new BudgetSettings(null, 5.0, null, null)),
                ".budget.money-per-day: needs prompt-price and completion-price, of a million tokens each");
        assertRefused(chat(null, null, null, null, new BudgetSettings(null, 0.0001, 1.0, 3.0)),
                ".budget: is too small for a single request, which may use 134 tokens");
    }

    @Test
    void promptsAreForModelsAlone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestProbes.of(TARGET, probe("request", 1, chat(null, null, null, null, null))))
                .withMessage("tidemark.probes.orders.chat: workload 'request' asks no model");
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(TARGET, probe("chat", 65,
                new ChatSettings("small", PROMPTS, null, null, null, false, null, null, null, null))))
                .withMessage("tidemark.probes.orders.chat.stream: must be true for more than 64 workers");
    }

    @Test
    void aTokenIsForHttpAloneAndTakesThePlaceOfUserAndPassword() {
        assertToken("redis://cache", null, "t0ken", "is for http and https; elsewhere username and password log in");
        assertToken("https://model.example", "me", "t0ken", "leave out either it or username and password");
        assertToken("https://model.example", null, "t0ken\r\nX-Evil: 1",
                "must be of printable ASCII characters without spaces, 1 to 8000 of them");
    }

    private static void assertToken(String url, @Nullable String user, String token, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> TestProbes.of(new TargetSettings(url, user, null, null, null, null, new Secret(token)),
                                probe("chat-models", 1, null)))
                .withMessage("tidemark.targets.shop.token: " + sentence).withMessageNotContaining("t0ken");
    }

    @Test
    void theRulesComeWithTheWorkloads() {
        assertThat(rules("chat", chat(null, null, null, null, null)))
                .containsExactly("p95 < 2s for 1m as warning");
        assertThat(rules("chat-models", null)).containsExactly("p95{operation=\"init\"} < 100ms for 1m as warning");
        assertThat(rules("chat-batch", chat(null, null, null, null, null))).isEmpty();
    }

    private static List<String> rules(String workload, @Nullable ChatSettings chat) {
        try (Probes probes = TestProbes.of(TARGET, probe(workload, 1, chat))) {
            return probes.sources().getFirst().description().rules().stream().map(RuleText::text).toList();
        }
    }

    @Test
    void theExampleOfThePageIsTaken() throws IOException {
        PageExample example = PageExample.of("docs/llm.md", "yaml", "${MODEL_KEY}", "t0ken");

        try (Probes made = example.make(data)) {
            assertThat(made.sources()).hasSize(3);
        }
        assertThat(Objects.requireNonNull(example.targets().get("model")).token()).isEqualTo(new Secret("t0ken"));
        ChatSettings chat = Objects
                .requireNonNull(Objects.requireNonNull(example.probes().get("model-answers")).chat());
        assertThat(Objects.requireNonNull(chat.prompts())).hasSize(2);
        assertThat(Objects.requireNonNull(chat.budget()).moneyPerDay()).isEqualTo(0.5);
    }
}
