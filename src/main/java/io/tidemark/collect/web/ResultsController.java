package io.tidemark.collect.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.collect.ResultRuns;
import io.tidemark.history.History;
import io.tidemark.history.RunJson;
import io.tidemark.intake.Figure;
import io.tidemark.intake.Imported;
import io.tidemark.intake.Results;
import io.tidemark.intake.ResultsException;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sources;
import io.tidemark.web.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Results of other tools, which become runs like those of the probes here. */
@RestController
@RequestMapping("/api/v1/results")
class ResultsController {

    private static final int AT_ONCE = 2;

    private final ResultRuns runs;
    private final History history;
    private final ResultNaming naming;
    private final RecentFiles recent = new RecentFiles();
    private final Semaphore turns = new Semaphore(AT_ONCE);

    ResultsController(ResultRuns runs, History history, Sources sources) {
        this.runs = runs;
        this.history = history;
        this.naming = new ResultNaming(sources);
    }

    /**
     * Takes a file in, all of it or nothing. The same file, sent again while the service runs, brings the same runs.
     *
     * @param format of the file: hyperfine, jmh, junit, k6 or pytest-benchmark
     * @param name what the result is called, or what the names of the results in the file begin with
     */
    @PostMapping(path = "/{format}", consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_XML_VALUE,
            MediaType.TEXT_XML_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
    ResponseEntity<ResultsJson> take(@PathVariable String format, @RequestParam(required = false) @Nullable String name,
            @RequestHeader(name = "Content-Encoding", defaultValue = "identity") String encoding,
            @RequestBody InputStreamResource body) {
        if (!encoding.equals("identity")) {
            throw new ProblemException(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding must be left out: send the file unpacked.");
        }
        if (!turns.tryAcquire()) {
            throw ProblemException
                    .unavailable(AT_ONCE + " files are being read; more are not taken at once, so try again.");
        }
        try {
            return taken(format, name, body);
        } finally {
            turns.release();
        }
    }

    private ResponseEntity<ResultsJson> taken(String format, @Nullable String name, InputStreamResource body) {
        try (DigestInputStream file = RecentFiles.digesting(body.getInputStream())) {
            List<Imported> results = Results.parse(format, file);
            return answer(format, name, results, RecentFiles.key(format, name, file));
        } catch (ResultsException e) {
            throw new ProblemException(status(e.kind()), e.sentence() + ".");
        } catch (IOException _) {
            throw ProblemException.badRequest("The body ends in the middle of the file.");
        }
    }

    /** One after the other, so that the same file is not taken twice at one time. */
    private synchronized ResponseEntity<ResultsJson> answer(String format, @Nullable String name,
            List<Imported> results, String key) {
        List<Run> before = recent.find(key).stream().map(history::run).flatMap(Optional::stream).toList();
        if (before.size() == results.size()) {
            return ResponseEntity.ok(ResultsJson.of(before, results));
        }
        List<Run> made = runs.take(format, naming.of(name, format, results), results);
        recent.remember(key, made.stream().map(Run::id).toList());
        ResultsJson json = ResultsJson.of(made, results);
        return made.size() == 1
                ? ResponseEntity.created(URI.create("/api/v1/runs/" + made.getFirst().id())).body(json)
                : ResponseEntity.status(HttpStatus.CREATED).body(json);
    }

    private static HttpStatus status(ResultsException.Kind kind) {
        return switch (kind) {
            case UNKNOWN_FORMAT -> HttpStatus.NOT_FOUND;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case MALFORMED -> HttpStatus.BAD_REQUEST;
        };
    }

    /** The runs that a file became, in its order. */
    record ResultsJson(List<ResultJson> items) {

        static ResultsJson of(List<Run> runs, List<Imported> results) {
            List<ResultJson> items = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                items.add(new ResultJson(RunJson.of(runs.get(i)),
                        results.get(i).figures().stream().map(FigureJson::of).toList()));
            }
            return new ResultsJson(items);
        }
    }

    /**
     * A run, and what its tool says of it.
     *
     * @param figures each under the word that rules use
     */
    record ResultJson(@JsonUnwrapped RunJson run, List<FigureJson> figures) {}

    /**
     * One figure of a tool.
     *
     * @param unit base unit of the value
     * @param better which direction is an improvement
     */
    record FigureJson(String measure, double value, String unit, Better better) {

        static FigureJson of(Figure figure) {
            return new FigureJson(figure.measure(), figure.value(), figure.metric().unit().symbol(),
                    figure.metric().better());
        }
    }
}
