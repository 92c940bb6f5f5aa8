package io.tidemark.history.web;

import io.tidemark.history.History;
import io.tidemark.history.SampleQuery;
import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import io.tidemark.web.TimeText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Series and their points. */
@RestController
@RequestMapping("/api/v1")
class SampleController {

    private static final String CSV = "text/csv;charset=UTF-8";

    private final History history;
    private final InstantSource clock;

    SampleController(History history, InstantSource clock) {
        this.history = history;
        this.clock = clock;
    }

    @GetMapping(path = "/series", produces = MediaType.APPLICATION_JSON_VALUE)
    Page<SeriesRow> series(@RequestParam String match) {
        SeriesSelector selector = understood(() -> SeriesSelector.parse(match));
        return new Page<>(history.series(selector).stream().map(SeriesRow::of).toList(), null);
    }

    @GetMapping(path = "/samples", produces = MediaType.APPLICATION_JSON_VALUE)
    Page<SampleRow> samples(@RequestParam String match, @RequestParam(defaultValue = "-1h") String start,
            @RequestParam(defaultValue = "now") String end, @RequestParam(required = false) @Nullable String step,
            @RequestParam(required = false) @Nullable String agg) {
        return new Page<>(SampleRow.of(points(match, start, end, step, agg)), null);
    }

    @GetMapping(path = "/samples", params = "format=csv", produces = CSV)
    String samplesAsCsv(@RequestParam String match, @RequestParam(defaultValue = "-1h") String start,
            @RequestParam(defaultValue = "now") String end, @RequestParam(required = false) @Nullable String step,
            @RequestParam(required = false) @Nullable String agg) {
        return Csv.of(points(match, start, end, step, agg));
    }

    @GetMapping(path = "/samples", produces = CSV)
    String samplesForCsvReaders(@RequestParam String match, @RequestParam(defaultValue = "-1h") String start,
            @RequestParam(defaultValue = "now") String end, @RequestParam(required = false) @Nullable String step,
            @RequestParam(required = false) @Nullable String agg) {
        return samplesAsCsv(match, start, end, step, agg);
    }

    private List<SeriesPoints> points(String match, String start, String end, @Nullable String step,
            @Nullable String agg) {
        Instant now = clock.instant();
        return understood(() -> history.samples(new SampleQuery(SeriesSelector.parse(match),
                TimeText.instant("start", start, now), TimeText.instant("end", end, now),
                step == null ? null : TimeText.duration("step", step), agg == null ? null : aggregation(agg))));
    }

    private static Aggregation aggregation(String name) {
        return Arrays.stream(Aggregation.values()).filter(one -> one.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst().orElseThrow(() -> ProblemException.badRequest("parameter 'agg' is '" + name
                        + "', but must be one of avg, min, max, sum, last, rate"));
    }

    private static <T> T understood(Supplier<T> question) {
        try {
            return question.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(e.getMessage() == null
                    ? "the request is not understood"
                    : e.getMessage());
        }
    }

    /** One series as REST shows it. */
    record SeriesRow(String metric, Map<String, String> labels) {

        static SeriesRow of(Series series) {
            return new SeriesRow(series.metric(), series.labels().values());
        }
    }
}
