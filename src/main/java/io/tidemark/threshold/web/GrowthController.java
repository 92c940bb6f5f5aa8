package io.tidemark.threshold.web;

import io.tidemark.history.Growth;
import io.tidemark.history.History;
import io.tidemark.history.SampleQuery;
import io.tidemark.history.SampleQuery.Aggregation;
import io.tidemark.history.SeriesPoints;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.metric.Sources;
import io.tidemark.metric.Unit;
import io.tidemark.threshold.web.GrowthJson.PerOperations;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import io.tidemark.web.TimeText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whether series grow, judged over many values, and by how much for a thousand operations of a probe. */
@RestController
@RequestMapping("/api/v1/growth")
class GrowthController {

    private final History history;
    private final ObjectProvider<Sources> sources;
    private final InstantSource clock;

    GrowthController(History history, ObjectProvider<Sources> sources, InstantSource clock) {
        this.history = history;
        this.sources = sources;
        this.clock = clock;
    }

    /** @param per probe whose operations the growth is set against */
    @GetMapping
    Page<GrowthJson> growth(@RequestParam String match, @RequestParam(defaultValue = "-6h") String start,
            @RequestParam(defaultValue = "now") String end, @RequestParam(required = false) @Nullable String per) {
        Instant now = clock.instant();
        Instant from = TimeText.instant("start", start, now);
        Instant to = TimeText.instant("end", end, now);
        SampleQuery query = understood(() -> query(SeriesSelector.parse(match), from, to, Aggregation.AVG));
        Unit unit = unit(query.selector().metric());
        double operations = per == null ? 0 : operations(per, from, to);
        return new Page<>(understood(() -> history.samples(query)).stream().map(series -> GrowthJson.of(series.series(),
                series.points().size(), fitted(series), unit,
                growth -> per == null ? null : PerOperations.of(per, operations, growth))).toList(), null);
    }

    private static SampleQuery query(SeriesSelector selector, Instant from, Instant to, Aggregation aggregation) {
        return new SampleQuery(selector, from, to, null, aggregation);
    }

    private static Optional<Growth> fitted(SeriesPoints series) {
        return Growth.of(series.points().stream().mapToLong(point -> point.at().toEpochMilli()).toArray(),
                series.points().stream().mapToDouble(Point::value).toArray());
    }

    private double operations(String probe, Instant from, Instant to) {
        SeriesSelector selector = SeriesSelector.of(ProbeMeasure.OPERATIONS.metric().name(), Labels.of("probe", probe));
        double operations = history.samples(query(selector, from, to, Aggregation.SUM)).stream()
                .flatMap(series -> series.points().stream()).mapToDouble(Point::value).sum();
        if (operations == 0) {
            throw ProblemException.notFound("there is no run of a probe '" + probe + "' between start and end");
        }
        return operations;
    }

    /** Of a metric that no source declares any more nothing is known but numbers. */
    private Unit unit(String metric) {
        return Optional.ofNullable(sources.getIfAvailable()).flatMap(all -> all.metric(metric)).map(Metric::unit)
                .orElse(Unit.ONE);
    }

    private static <T> T understood(Supplier<T> question) {
        try {
            return question.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(Objects.requireNonNullElse(e.getMessage(), "not understood"));
        }
    }
}
