package io.tidemark.collect.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.collect.Collector;
import io.tidemark.collect.Status;
import io.tidemark.collect.Tally;
import io.tidemark.collect.web.ObservationJson.SampleJson;
import io.tidemark.history.History;
import io.tidemark.history.RunJson;
import io.tidemark.history.StoreException;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.probe.Explanation;
import io.tidemark.probe.Probes;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Samplers and probes: what each last saw, and observing one now. */
@RestController
@RequestMapping("/api/v1/sources")
class SourcesController {

    private static final long LONGEST_WAIT_SECONDS = 120;

    private final Sources sources;
    private final Status status;
    private final Collector collector;
    private final History history;
    private final Probes probes;

    SourcesController(Sources sources, Status status, Collector collector, History history,
            Probes probes) {
        this.sources = sources;
        this.status = status;
        this.collector = collector;
        this.history = history;
        this.probes = probes;
    }

    @GetMapping
    Page<SourceJson> list() {
        return new Page<>(status.snapshot().sources().stream()
                .map(source -> SourceJson.of(source, collector.tally(source.source().name()))).toList(), null);
    }

    @GetMapping("/{name}")
    SourceDetailJson one(@PathVariable String name) {
        Status.SourceStatus source = status.source(find(name));
        Tally tally = collector.tally(name);
        return new SourceDetailJson(SourceJson.of(source, tally), tally.late().toNanos() / 1e9, tally.skipped(),
                tally.lastSuccess(),
                source.last().map(ObservationJson::samples).orElse(List.of()),
                history.readings().lastRun(name).map(RunJson::of).orElse(null));
    }

    /**
     * Observes a source now and answers with what it saw, once that is on disk; no thread waits for it.
     *
     * @param trace whether to tell with a probe's run what it did
     * @param dryRun whether only to tell what a probe's run would do
     */
    @PostMapping("/{name}/runs")
    CompletableFuture<ResponseEntity<Object>> observeNow(@PathVariable String name,
            @RequestParam(defaultValue = "false") boolean trace,
            @RequestParam(defaultValue = "false") boolean dryRun) {
        Source source = find(name);
        Optional<Explanation> told = trace || dryRun ? Optional.of(explained(name)) : Optional.empty();
        if (dryRun && told.isPresent()) {
            return CompletableFuture.completedFuture(ResponseEntity.ok(told.get()));
        }
        CompletableFuture<Observation> coming = collector.observeNow(name).orElseThrow(() -> ProblemException
                .conflict("'" + name + "' is being observed right now; try again when it is done."));
        return coming.copy().orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
                // Elsewhere: the disk is not waited for on the measuring thread.
                .thenApplyAsync(observation -> answer(source, observation, told), Thread::startVirtualThread)
                .exceptionally(failure -> {
                    throw explained(name, failure);
                });
    }

    private Explanation explained(String name) {
        return probes.explain(name).orElseThrow(
                () -> ProblemException
                        .badRequest("'" + name + "' is no probe: only a probe has a trace or a dry run."));
    }

    private ResponseEntity<Object> answer(Source source, Observation observation, Optional<Explanation> told) {
        history.flush();
        Optional<RunJson> run = observation.run().map(RunJson::of);
        return run.<ResponseEntity<Object>>map(
                json -> ResponseEntity.created(URI.create("/api/v1/runs/" + json.id()))
                        .body(told.<Object>map(trace -> new TrialsController.TracedRun(json, trace)).orElse(json)))
                .orElseGet(() -> ResponseEntity.ok(ObservationJson.of(observation, source.description().kind())));
    }

    private Source find(String name) {
        return sources.find(name).orElseThrow(() -> ProblemException
                .notFound("There is no source '" + name + "'; GET /api/v1/sources lists them."));
    }

    private static RuntimeException explained(String name, Throwable failure) {
        return switch (failure instanceof CompletionException wrapped ? wrapped.getCause() : failure) {
            case StoreException e -> e;
            case TimeoutException _ -> ProblemException.unavailable("'" + name
                    + "' is still waiting for its turn; GET /api/v1/sources/" + name + " shows the result.");
            case null, default ->
                ProblemException.unavailable("'" + name + "' was not observed: the service is shutting down.");
        };
    }

    /**
     * A source in full.
     *
     * @param lateSeconds how long after its slot the last observation began
     * @param skipped slots left out because the source was busy
     * @param succeededAt when something was last seen of it; null when nothing was so far
     */
    record SourceDetailJson(@JsonUnwrapped SourceJson line, double lateSeconds, long skipped,
            @Nullable Instant succeededAt, List<SampleJson> samples, @Nullable RunJson run) {}
}
