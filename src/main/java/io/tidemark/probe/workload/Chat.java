package io.tidemark.probe.workload;

import io.tidemark.probe.target.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The user's own prompts to a model behind an OpenAI-compatible endpoint for chat completions, asked in turns.
 *
 * @param expected what each answer must be
 */
public record Chat(String model, List<Prompt> prompts, Manner manner, ChatExpectation expected, TokenBudget budget)
        implements
            Task {

    /**
     * One prompt.
     *
     * @param sent the request; never shown
     * @param most what it may use
     */
    public record Prompt(HttpRequest sent, TokenUse most) {}

    /**
     * How a model is asked.
     *
     * @param streamed whether an answer is sent while it is made
     * @param retries how often a request that was refused is sent again
     * @param timeout the longest to wait for all of an answer, retries included
     */
    public record Manner(boolean streamed, int retries, Duration timeout) {}

    public Chat {
        prompts = List.copyOf(prompts);
    }

    /** With a budget that is forgotten. */
    public static Chat of(String model, List<Prompt> prompts, Manner manner, ChatExpectation expected,
            Allowance allowance) {
        return new Chat(model, prompts, manner, expected,
                new TokenBudget(allowance, new TokenFile(null), InstantSource.system()));
    }

    /** The most that one request may use. */
    public static TokenUse largest(List<Prompt> prompts) {
        return prompts.stream().map(Prompt::most).max(Comparator.comparingLong(TokenUse::total)).orElseThrow();
    }

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public Optional<String> objection() {
        return budget.objection(largest(prompts));
    }

    @Override
    public Chat remembering(Path file, InstantSource clock) {
        return new Chat(model, prompts, manner, expected,
                new TokenBudget(budget.allowance(), new TokenFile(file), clock));
    }

    /** Without what may be secret: the prompts. */
    @Override
    public String toString() {
        HttpRequest first = prompts.getFirst().sent();
        return first.method() + " " + first.path() + " to " + model + ", " + prompts.size()
                + (prompts.size() == 1 ? " prompt, " : " prompts in turns, ")
                + (manner.streamed() ? "streamed" : "in one piece");
    }
}
