package io.tidemark.probe;

import org.jspecify.annotations.Nullable;

/**
 * What a probe may use in a day, which begins at midnight in UTC.
 *
 * @param tokensPerDay of prompts and answers together, 1,000,000 by default
 * @param moneyPerDay in the currency of the prices
 * @param promptPrice of a million tokens
 * @param completionPrice of a million tokens
 */
public record BudgetSettings(@Nullable Long tokensPerDay, @Nullable Double moneyPerDay, @Nullable Double promptPrice,
        @Nullable Double completionPrice) {}
