package io.tidemark.history.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.history.History;
import io.tidemark.history.RunJson;
import io.tidemark.metric.Distribution.Bucket;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source.Kind;
import io.tidemark.metric.Sources;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Runs of probes. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class RunController {

    private static final int MOST = 500;

    private final History history;
    private final ObjectProvider<Sources> sources;

    RunController(History history, ObjectProvider<Sources> sources) {
        this.history = history;
        this.sources = sources;
    }

    @GetMapping("/probes/{name}/runs")
    Page<RunJson> runs(@PathVariable String name,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) String before,
            @RequestParam(defaultValue = "50") String limit) {
        int most = (int) number("limit", limit, 1, MOST);
        List<Run> runs = history.runs(name, number("before", before, 0, Long.MAX_VALUE), most + 1);
        if (runs.isEmpty() && !isProbe(name)) {
            throw ProblemException.notFound("there is no probe '" + name + "' and no run of one");
        }
        List<Run> page = runs.subList(0, Math.min(most, runs.size()));
        String next = runs.size() > most ? Long.toString(page.getLast().id()) : null;
        return new Page<>(page.stream().map(RunJson::of).toList(), next);
    }

    @GetMapping("/runs/{id}")
    RunDetail run(@PathVariable String id) {
        return history.run(number("id", id, 0, Long.MAX_VALUE)).map(RunDetail::of)
                .orElseThrow(() -> ProblemException.notFound("there is no run " + id));
    }

    private boolean isProbe(String name) {
        Sources known = sources.getIfAvailable();
        return known != null && known.find(name).filter(s -> s.description().kind() == Kind.PROBE).isPresent();
    }

    private static long number(String parameter, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw ProblemException.badRequest("'" + parameter + "' is '" + text + "', but must be a whole number from "
                + least + " to " + most);
    }

    /** A run and how its latencies spread. */
    record RunDetail(@JsonUnwrapped RunJson run, List<Bucket> distribution) {

        static RunDetail of(Run run) {
            return new RunDetail(RunJson.of(run), run.latency().buckets());
        }
    }
}
