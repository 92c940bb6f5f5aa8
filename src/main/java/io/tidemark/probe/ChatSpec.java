package io.tidemark.probe;

import io.tidemark.metric.Secret;
import io.tidemark.probe.target.HttpRequest;
import io.tidemark.probe.target.HttpRequest.Handling;
import io.tidemark.probe.workload.Allowance;
import io.tidemark.probe.workload.BoundedPattern;
import io.tidemark.probe.workload.Chat;
import io.tidemark.probe.workload.ChatExpectation;
import io.tidemark.probe.workload.TokenUse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes prompts of a probe's settings; no complaint shows one. */
record ChatSpec(String key, ChatSettings settings) {

    private static final ChatSettings PLAIN = new ChatSettings(null, null, null, null, null, null, null, null, null,
            null);
    private static final BudgetSettings USUAL = new BudgetSettings(null, null, null, null);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> FIELDS = new TreeSet<>(Set.of("max_tokens", "max_completion_tokens"));
    private static final int LONGEST_MODEL = 200;
    private static final int MOST_PROMPTS = 100;
    private static final int LONGEST_PROMPT = 100_000;
    private static final int MOST_TOKENS = 32_000;
    private static final int MOST_RETRIES = 5;
    private static final long MOST_A_DAY = 1_000_000_000_000L;
    private static final double DEAREST = 1_000_000;
    /** What servers put around a prompt, in tokens. */
    private static final int AROUND = 64;
    /** Read of a stream, in which each token is some hundred bytes. */
    private static final int LARGEST_STREAM = 16_000_000;
    private static final int LARGEST_PIECE = 1_000_000;
    /** So that answers that are held in one piece take 64 MB at the most. */
    private static final int MOST_WHOLE = 64;

    /** @throws IllegalArgumentException with one sentence that names the key */
    static Chat of(String key, @Nullable ChatSettings settings, int workers) {
        return new ChatSpec(key, settings == null ? PLAIN : settings).read(workers);
    }

    private Chat read(int workers) {
        String model = model(settings.model());
        boolean streamed = !Boolean.FALSE.equals(settings.stream());
        Bounds.refuse(!streamed && workers > MOST_WHOLE,
                key + ".stream: must be true for more than " + MOST_WHOLE + " workers");
        List<Chat.Prompt> prompts = prompts(model, streamed);
        Chat.Manner manner = new Chat.Manner(streamed,
                Bounds.within(key + ".retries", settings.retries(), 2, 0, MOST_RETRIES),
                Bounds.within(key + ".timeout", settings.timeout(), Duration.ofSeconds(10), Duration.ofMillis(100),
                        Duration.ofMinutes(10)));
        return Chat.of(model, prompts, manner, expected(), allowance(prompts));
    }

    private String model(@Nullable String written) {
        if (written == null || written.isBlank() || written.length() > LONGEST_MODEL) {
            throw new IllegalArgumentException(
                    key + ".model: is missing; it is the name of a model, of " + LONGEST_MODEL + " characters at most");
        }
        return written;
    }

    private List<Chat.Prompt> prompts(String model, boolean streamed) {
        List<Secret> written = settings.prompts() == null ? List.of() : settings.prompts();
        Bounds.refuse(written.isEmpty() || written.size() > MOST_PROMPTS,
                key + ".prompts: must be 1 to " + MOST_PROMPTS + " of them");
        int most = Bounds.within(key + ".max-tokens", settings.maxTokens(), 64, 1, MOST_TOKENS);
        List<Chat.Prompt> prompts = new ArrayList<>();
        for (Secret one : written) {
            int length = one.value().length();
            Bounds.refuse(one.value().isBlank() || length > LONGEST_PROMPT,
                    key + ".prompts[" + prompts.size() + "]: must have 1 to " + LONGEST_PROMPT + " characters");
            // A token is at least one byte of the prompt.
            long told = one.value().getBytes(StandardCharsets.UTF_8).length + (long) AROUND;
            prompts.add(new Chat.Prompt(request(body(model, one, most, streamed), streamed), new TokenUse(told, most)));
        }
        return prompts;
    }

    private Secret body(String model, Secret prompt, int most, boolean streamed) {
        ObjectNode body = JSON.createObjectNode().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt.value());
        body.put(field(), most).put("stream", streamed);
        if (settings.temperature() != null) {
            body.put("temperature", Bounds.within(key + ".temperature", settings.temperature(), 0, 0, 2));
        }
        if (streamed) {
            body.putObject("stream_options").put("include_usage", true);
        }
        return new Secret(JSON.writeValueAsString(body));
    }

    private String field() {
        String field = settings.maxTokensField() == null ? "max_tokens" : settings.maxTokensField().strip();
        Bounds.refuse(!FIELDS.contains(field), key + ".max-tokens-field: '" + field + "' is unknown; allowed are "
                + String.join(", ", FIELDS));
        return field;
    }

    private static HttpRequest request(Secret body, boolean streamed) {
        return new HttpRequest(HttpRequest.Method.POST, "/chat/completions",
                Map.of("Content-Type", new Secret("application/json"), "Accept",
                        new Secret(streamed ? "text/event-stream" : "application/json")),
                body, new Handling(true, false, streamed ? LARGEST_STREAM : LARGEST_PIECE, false));
    }

    private ChatExpectation expected() {
        ChatExpectSettings expect = settings.expect();
        if (expect == null) {
            return new ChatExpectation(null, Optional.empty(), Set.of());
        }
        List<String> finish = expect.finish() == null ? List.of() : expect.finish();
        for (String reason : finish) {
            Bounds.refuse(!ChatExpectation.reasons().contains(reason), key + ".expect.finish: '" + reason
                    + "' is unknown; allowed are " + String.join(", ", ChatExpectation.reasons()));
        }
        return new ChatExpectation(expect.text(), Optional.ofNullable(expect.matches())
                .map(written -> BoundedPattern.parse(key + ".expect.matches", written)), Set.copyOf(finish));
    }

    private Allowance allowance(List<Chat.Prompt> prompts) {
        BudgetSettings budget = settings.budget() == null ? USUAL : settings.budget();
        String within = key + ".budget";
        long tokens = budget.tokensPerDay() == null ? 1_000_000 : budget.tokensPerDay();
        Bounds.refuse(tokens < 1 || tokens > MOST_A_DAY,
                within + ".tokens-per-day: must be 1 to " + MOST_A_DAY + ", got " + tokens);
        Double money = budget.moneyPerDay();
        Allowance allowance = new Allowance(tokens,
                money == null
                        ? Double.POSITIVE_INFINITY
                        : Bounds.within(within + ".money-per-day", money, 0, 0.000_001, DEAREST),
                Bounds.within(within + ".prompt-price", budget.promptPrice(), 0, 0, DEAREST),
                Bounds.within(within + ".completion-price", budget.completionPrice(), 0, 0, DEAREST));
        Bounds.refuse(money != null && allowance.promptPrice() + allowance.completionPrice() == 0,
                within + ".money-per-day: needs prompt-price and completion-price, of a million tokens each");
        allowance.objection(TokenUse.NONE, Chat.largest(prompts)).ifPresent(_ -> {
            throw new IllegalArgumentException(
                    within + ": is too small for a single request, which may use " + Chat.largest(prompts).total()
                            + " tokens");
        });
        return allowance;
    }
}
