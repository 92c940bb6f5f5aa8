package io.tidemark.collect.web;

import io.tidemark.collect.Collector;
import io.tidemark.history.RunJson;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Source.Kind;
import io.tidemark.probe.Explanation;
import io.tidemark.probe.ProbeSettings;
import io.tidemark.probe.Probes;
import io.tidemark.probe.Trial;
import io.tidemark.web.ProblemException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tries a probe on a configured target before anybody saves it. Nothing of it is kept or judged. */
@RestController
@RequestMapping("/api/v1/trials")
class TrialsController {

    private static final long LONGEST_WAIT_SECONDS = 630;

    private final Probes probes;
    private final Collector collector;

    TrialsController(Probes probes, Collector collector) {
        this.probes = probes;
        this.collector = collector;
    }

    /**
     * @param settings of a probe, as they would stand in the configuration
     * @param dryRun whether only to tell what it would do
     */
    @PostMapping
    CompletableFuture<Object> attempt(@RequestBody Map<String, Object> settings,
            @RequestParam(defaultValue = "false") boolean dryRun) {
        Trial trial = trial(TrialSettings.of(settings));
        if (dryRun) {
            trial.end().run();
            return CompletableFuture.completedFuture(trial.explanation());
        }
        return collector.observeOnce(trial.source()).orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
                .whenComplete((_, _) -> trial.end().run()).thenApply(observation -> answer(trial, observation));
    }

    private static Object answer(Trial trial, Observation observation) {
        return observation.run().<Object>map(run -> new TracedRun(RunJson.of(run), trial.explanation()))
                .orElseGet(() -> ObservationJson.of(observation, Kind.PROBE));
    }

    private Trial trial(ProbeSettings settings) {
        try {
            return probes.trial(settings);
        } catch (IllegalArgumentException e) {
            String said = e.getMessage() == null ? "the probe is not understood" : e.getMessage();
            throw ProblemException.badRequest(said.replace("tidemark.probes.trial.", ""));
        }
    }

    /** A run that was tried, and what it did. */
    record TracedRun(RunJson run, Explanation trace) {}
}
