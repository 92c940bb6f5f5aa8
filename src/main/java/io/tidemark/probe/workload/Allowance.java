package io.tidemark.probe.workload;

import java.util.Locale;
import java.util.Optional;

/**
 * What a probe may use in a day, which begins at midnight in UTC.
 *
 * @param tokens of prompts and answers together
 * @param money infinite where none is set
 * @param promptPrice of a million tokens
 * @param completionPrice of a million tokens
 */
public record Allowance(long tokens, double money, double promptPrice, double completionPrice) {

    private static final double MILLION = 1e6;

    double cost(TokenUse use) {
        return (use.prompt() * promptPrice + use.completion() * completionPrice) / MILLION;
    }

    boolean isPriced() {
        return promptPrice > 0 || completionPrice > 0;
    }

    /** The part of it that is used, by whichever there is less left of: 1 when all is. */
    double share(TokenUse used) {
        return Math.max(used.total() / (double) tokens, cost(used) / money);
    }

    /** Why there is not enough left; empty when there is. */
    public Optional<String> objection(TokenUse used, TokenUse next) {
        TokenUse then = used.plus(next);
        if (then.total() > tokens) {
            return Optional.of("the budget of " + tokens + " tokens a day is spent until 00:00 UTC: " + used.total()
                    + " are used, and a request may use " + next.total());
        }
        if (cost(then) > money) {
            return Optional.of("the budget of " + plain(money) + " a day is spent until 00:00 UTC: "
                    + plain(cost(used)) + " is used, and a request may cost " + plain(cost(next)));
        }
        return Optional.empty();
    }

    private static String plain(double money) {
        return String.format(Locale.ROOT, "%.4f", money).replaceFirst("0{1,2}$", "");
    }
}
