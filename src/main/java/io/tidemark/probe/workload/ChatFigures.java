package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What a run's answers add up to. */
final class ChatFigures {

    private static final String FIRST_TOKEN = "first_token";

    private final LongAdder prompt = new LongAdder();
    private final LongAdder completion = new LongAdder();
    private final LongAdder uncounted = new LongAdder();
    private final TokenRate speed = new TokenRate();
    private final LongAdder chargedPrompt = new LongAdder();
    private final LongAdder chargedCompletion = new LongAdder();
    private final Map<String, LongAdder> finishes = new ConcurrentHashMap<>();

    static Metric[] metrics(Metric... more) {
        Stream<Metric> own = Stream.of(
                gauge("tokens_per_second", Unit.PER_SECOND, Better.HIGHER,
                        "Tokens of the measured answers over the time from request to end, without connecting and waiting to"
                                + " ask again"),
                gauge(FIRST_TOKEN, Unit.SECONDS, Better.LOWER, "Median time until the first token, when streamed"),
                gauge("prompt_tokens", Unit.ONE, Better.NEITHER, "Tokens of the prompts, as the server counts them"),
                gauge("completion_tokens", Unit.ONE, Better.NEITHER,
                        "Tokens of the answers, as the server counts them"),
                gauge("uncounted_answers", Unit.ONE, Better.LOWER,
                        "Answers whose tokens the server did not count; for `tokens_per_second` the pieces they came in"
                                + " count"),
                gauge("retries", Unit.ONE, Better.LOWER, "Requests that were sent again"),
                gauge("budget_used", Unit.ONE, Better.LOWER, "Part of the day's budget that is used, 1 when all is"),
                gauge("cost", Unit.ONE, Better.LOWER, "Money the run has cost at the configured prices"));
        Stream<Metric> ends = ChatExpectation.reasons().stream()
                .map(reason -> gauge(finish(reason), Unit.ONE, Better.NEITHER,
                        "Answers that finished by " + (reason.equals(ChatAnswer.OTHER)
                                ? "another reason or none"
                                : "`" + reason + "`")));
        return Stream.of(own, ends, Stream.of(more)).flatMap(each -> each).toArray(Metric[]::new);
    }

    static Metric gauge(String name, Unit unit, Better better, String description) {
        return Metric.gauge("probe." + name, unit, better, description);
    }

    private static String finish(String reason) {
        return "finish_" + reason;
    }

    /** The measured answers come next: how fast those so far came is forgotten. */
    void begin() {
        speed.forget();
    }

    /**
     * An answer that has come to its end.
     *
     * @param lasted nanoseconds from its request on
     */
    void answered(ChatAnswer answer, boolean streamed, long lasted) {
        answer.used().ifPresentOrElse(used -> {
            prompt.add(used.prompt());
            completion.add(used.completion());
        }, uncounted::increment);
        answer.completion(streamed).ifPresent(tokens -> speed.add(tokens, lasted));
        finishes.computeIfAbsent(answer.finish(), _ -> new LongAdder()).increment();
    }

    /** What was taken off the budget for a request. */
    void charged(TokenUse use) {
        chargedPrompt.add(use.prompt());
        chargedCompletion.add(use.completion());
    }

    /** How fast the measured answers came. */
    Map<String, Double> speed(Measured measured) {
        Map<String, Double> all = new TreeMap<>();
        speed.perSecond().ifPresent(rate -> all.put("tokens_per_second", rate));
        if (!measured.phase(FIRST_TOKEN).isEmpty()) {
            all.put(FIRST_TOKEN, measured.phase(FIRST_TOKEN).percentile(50));
        }
        return all;
    }

    /** What all requests have come to, whatever became of them. */
    Map<String, Double> spent(TokenBudget budget, Retries retries) {
        Map<String, Double> all = new TreeMap<>();
        all.put("prompt_tokens", prompt.doubleValue());
        all.put("completion_tokens", completion.doubleValue());
        all.put("uncounted_answers", uncounted.doubleValue());
        all.put("retries", (double) retries.sent());
        all.put("budget_used", budget.share());
        if (budget.allowance().isPriced()) {
            all.put("cost", budget.allowance().cost(new TokenUse(chargedPrompt.sum(), chargedCompletion.sum())));
        }
        finishes.forEach((reason, count) -> all.put(finish(reason), count.doubleValue()));
        return all;
    }
}
