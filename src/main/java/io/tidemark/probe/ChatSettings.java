package io.tidemark.probe;

import io.tidemark.metric.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user's own prompts to a model.
 *
 * @param model its name
 * @param prompts asked in turns; never shown
 * @param maxTokens tokens an answer may have, 64 by default
 * @param maxTokensField how the request calls that, `max_tokens` or `max_completion_tokens`; the former by default
 * @param temperature left to the server by default
 * @param stream whether an answer is sent while it is made; yes by default
 * @param expect what each answer must be
 * @param timeout the longest to wait for all of an answer, retries included; 10 s by default
 * @param retries how often a refused request is sent again, 2 by default
 * @param budget what may be used in a day
 */
public record ChatSettings(@Nullable String model, @Nullable List<Secret> prompts, @Nullable Integer maxTokens,
        @Nullable String maxTokensField, @Nullable Double temperature, @Nullable Boolean stream,
        @Nullable ChatExpectSettings expect, @Nullable Duration timeout, @Nullable Integer retries,
        @Nullable BudgetSettings budget) {}
