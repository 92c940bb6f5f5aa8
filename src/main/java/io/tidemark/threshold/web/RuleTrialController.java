package io.tidemark.threshold.web;

import io.tidemark.history.History;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.RuleTrial;
import io.tidemark.threshold.TrialResult;
import io.tidemark.web.ProblemException;
import io.tidemark.web.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tries a rule on the history before anybody saves it. Nothing is kept, and nobody is told. */
@RestController
@RequestMapping("/api/v1/thresholds/trials")
class RuleTrialController {

    private static final Duration LONGEST = Duration.ofDays(366);

    private final RuleTrial trial;
    private final InstantSource clock;
    private final Semaphore turn = new Semaphore(1);

    RuleTrialController(History history, Sources sources, InstantSource clock) {
        this.trial = new RuleTrial(history, sources, System::nanoTime);
        this.clock = clock;
    }

    @PostMapping
    TrialJson run(@RequestBody Wish wish) {
        Instant now = clock.instant();
        Instant start = TimeText.instant("start", wish.start == null ? "-7d" : wish.start, now);
        Instant end = TimeText.instant("end", wish.end == null ? "now" : wish.end, now);
        if (!start.isBefore(end) || Duration.between(start, end).compareTo(LONGEST) > 0) {
            throw ProblemException.badRequest("start (" + start + ") must be before end (" + end + "), by at most "
                    + LONGEST.toDays() + " days");
        }
        String rule = new ThresholdController.Body(wish.rule).text();
        if (!turn.tryAcquire()) {
            throw ProblemException.unavailable("another rule is being tried; try again when it is done");
        }
        try {
            return TrialJson.of(trial.run(rule, start, end));
        } finally {
            turn.release();
        }
    }

    /**
     * What is to be tried.
     *
     * @param start `-7d` by default
     * @param end `now` by default
     */
    record Wish(@Nullable String rule, @Nullable String start, @Nullable String end) {}

    /**
     * What the rule would have said.
     *
     * @param judgedOn as it was, or averages of steps where there is much
     * @param worst the value furthest on the wrong side, in the unit given
     * @param firings the first of them, at most 100
     */
    record TrialJson(String sentence, String condition, Instant start, Instant end, @Nullable Instant dataFrom,
            String judgedOn, long judgements, int fired, double firingSeconds, double longestSeconds,
            @Nullable Double worst, String unit, List<FiringJson> firings) {

        static TrialJson of(TrialResult result) {
            return new TrialJson(result.sentence(), result.rule().condition().toString(), result.start(), result.end(),
                    result.dataFrom(), result.resolution(), result.judgements(), result.fired(),
                    result.firing().toMillis() / 1e3, result.longest().toMillis() / 1e3, result.worst(),
                    result.rule().condition().unit().symbol(),
                    result.firings().stream().map(FiringJson::of).toList());
        }
    }

    /**
     * One alert that would have been.
     *
     * @param to null when it would still be going on
     */
    record FiringJson(Map<String, String> labels, Instant from, @Nullable Instant to, @Nullable Double worst,
            String reason) {

        static FiringJson of(TrialResult.Firing firing) {
            return new FiringJson(firing.labels().values(), firing.from(), firing.to(), firing.worst(),
                    firing.reason());
        }
    }
}
