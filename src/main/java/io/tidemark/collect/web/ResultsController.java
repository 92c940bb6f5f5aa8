package io.tidemark.collect.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.collect.ResultRuns;
import io.tidemark.collect.web.ResultIntake.Taken;
import io.tidemark.history.History;
import io.tidemark.history.HistorySettings;
import io.tidemark.history.RunJson;
import io.tidemark.intake.Figure;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Sources;
import io.tidemark.web.ProblemException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
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

    private final ResultIntake intake;

    ResultsController(ResultRuns runs, History history, Sources sources, HistorySettings.DataDirectory data) {
        this.intake = new ResultIntake(runs, history, sources, System::nanoTime, data.path().resolve("results"));
    }

    /**
     * Takes a file in, all of it or nothing. The same file, sent again, brings the same runs.
     *
     * @param format of the file, such as k6; an answer to another one names all there are
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
        Taken taken = intake.take(format, name, body);
        return answer(taken).body(ResultsJson.of(taken));
    }

    private static ResponseEntity.BodyBuilder answer(Taken taken) {
        if (!taken.isNew()) {
            return ResponseEntity.ok();
        }
        return taken.runs().size() == 1
                ? ResponseEntity.created(URI.create("/api/v1/runs/" + taken.runs().getFirst().id()))
                : ResponseEntity.status(HttpStatus.CREATED);
    }

    /** The runs that a file became, in its order. */
    record ResultsJson(List<ResultJson> items) {

        static ResultsJson of(Taken taken) {
            List<ResultJson> items = new ArrayList<>();
            for (int i = 0; i < taken.runs().size(); i++) {
                items.add(new ResultJson(RunJson.of(taken.runs().get(i)),
                        taken.results().get(i).figures().stream().map(FigureJson::of).toList()));
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
