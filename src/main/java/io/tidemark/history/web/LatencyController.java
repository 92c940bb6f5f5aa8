package io.tidemark.history.web;

import io.tidemark.history.History;
import io.tidemark.history.LatencyHistory;
import io.tidemark.history.LatencyHistory.Item;
import io.tidemark.history.LatencyQuery;
import io.tidemark.metric.Source.Kind;
import io.tidemark.metric.Sources;
import io.tidemark.web.ProblemException;
import io.tidemark.web.TimeText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Latency of a probe over time: percentiles for lines, counts for a heat map. */
@RestController
@RequestMapping(path = "/api/v1/probes/{name}/latency", produces = MediaType.APPLICATION_JSON_VALUE)
class LatencyController {

    private final History history;
    private final ObjectProvider<Sources> sources;
    private final InstantSource clock;

    LatencyController(History history, ObjectProvider<Sources> sources, InstantSource clock) {
        this.history = history;
        this.sources = sources;
        this.clock = clock;
    }

    @GetMapping
    LatencyJson latency(@PathVariable String name, @RequestParam(defaultValue = "-1h") String start,
            @RequestParam(defaultValue = "now") String end, @RequestParam(required = false) @Nullable String step) {
        LatencyHistory latency = history.latency(query(name, start, end, step));
        if (latency.items().isEmpty() && !isProbe(name) && history.runs(name, Long.MAX_VALUE, 1).isEmpty()) {
            throw ProblemException.notFound("there is no probe '" + name + "' and no run of one");
        }
        return new LatencyJson(latency.step().toMillis() / 1e3, latency.edges(), latency.items(), null);
    }

    private LatencyQuery query(String name, String start, String end, @Nullable String step) {
        Instant now = clock.instant();
        try {
            return LatencyQuery.of(name, TimeText.instant("start", start, now), TimeText.instant("end", end, now),
                    step == null ? null : TimeText.duration("step", step));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(Objects.requireNonNullElse(e.getMessage(), "not understood"));
        }
    }

    private boolean isProbe(String name) {
        Sources known = sources.getIfAvailable();
        return known != null && known.find(name).filter(s -> s.description().kind() == Kind.PROBE).isPresent();
    }

    /**
     * Latencies by step; seconds.
     *
     * @param edges upper ends of the cells that `counts` counts
     * @param next always null: there is one page
     */
    record LatencyJson(double stepSeconds, List<Double> edges, List<Item> items, @Nullable String next) {}
}
