package io.tidemark.alert.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertHistory;
import io.tidemark.web.ProblemException;
import io.tidemark.web.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** When something was wrong, in the form that dashboards take as annotations. */
@RestController
class BreachesController {

    private static final Duration DEFAULT = Duration.ofHours(24);
    private static final int MOST = 5000;

    private final AlertHistory history;
    private final InstantSource clock;

    BreachesController(AlertHistory history, InstantSource clock) {
        this.history = history;
        this.clock = clock;
    }

    @GetMapping("/api/v1/breaches")
    List<BreachJson> breaches(@RequestParam(required = false) @Nullable String start,
            @RequestParam(required = false) @Nullable String end) {
        Instant now = clock.instant();
        Instant to = end == null ? now : TimeText.instant("end", end, now);
        Instant from = start == null ? to.minus(DEFAULT) : TimeText.instant("start", start, now);
        if (!from.isBefore(to)) {
            throw ProblemException.badRequest("start (" + from + ") must be before end (" + to + ")");
        }
        return Kept.alerts(() -> history.firing(from, to, MOST)).stream().map(BreachJson::of).toList();
    }

    /**
     * One alert from firing to resolved.
     *
     * @param time when it fired, milliseconds since 1970
     * @param timeEnd when it was resolved; absent while it fires
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BreachJson(long time, @Nullable Long timeEnd, String text, String title, List<String> tags) {

        static BreachJson of(Alert alert) {
            Instant fired = Objects.requireNonNullElse(alert.firedAt(), alert.startedAt());
            Instant resolved = alert.resolvedAt();
            String text = resolved == null ? alert.reason() : alert.condition() + "; over: " + alert.reason();
            Stream<String> labels = alert.labels().values().entrySet().stream()
                    .map(label -> label.getKey() + "=" + label.getValue());
            return new BreachJson(fired.toEpochMilli(), resolved == null ? null : resolved.toEpochMilli(), text,
                    alert.threshold(), Stream.concat(Stream.of(alert.severity().word(), alert.instance()), labels)
                            .toList());
        }
    }
}
