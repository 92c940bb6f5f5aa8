package io.tidemark.alert.web;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertHistory;
import io.tidemark.alert.AlertJson;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.Alerts;
import io.tidemark.history.StoreException;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Alerts over REST, newest first. */
@RestController
class AlertsController {

    private static final int MOST = 1000;

    private final Alerts alerts;
    private final AlertHistory history;

    AlertsController(Alerts alerts, AlertHistory history) {
        this.alerts = alerts;
        this.history = history;
    }

    @GetMapping("/api/v1/alerts")
    Page<AlertJson> alerts(@RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String state) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.badRequest("limit must be 1 to " + MOST + ", got " + limit);
        }
        long end = before == null
                ? Long.MAX_VALUE
                : id(before).orElseThrow(
                        () -> ProblemException
                                .badRequest("before must be the `next` of an earlier page, got '" + before + "'"));
        AlertState wanted = state == null ? null : state(state);
        return page(stored(() -> history.list(end, limit + 1, wanted)), limit);
    }

    @GetMapping("/api/v1/alerts/{id}")
    AlertJson alert(@PathVariable String id) {
        return id(id).flatMap(number -> stored(() -> alerts.find(number))).map(AlertJson::of)
                .orElseThrow(() -> ProblemException.notFound("there is no alert with the id '" + id + "'"));
    }

    private static Page<AlertJson> page(List<Alert> found, int limit) {
        List<AlertJson> items = found.stream().limit(limit).map(AlertJson::of).toList();
        return new Page<>(items, found.size() > limit ? items.getLast().id() : null);
    }

    static Optional<Long> id(String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static AlertState state(String text) {
        return Arrays.stream(AlertState.values()).filter(state -> state.name().equals(text)).findFirst()
                .orElseThrow(() -> ProblemException
                        .badRequest("state must be PENDING, FIRING or RESOLVED, got '" + text + "'"));
    }

    static <T> T stored(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreException _) {
            throw ProblemException.unavailable(
                    "the store does not answer; alerts that are open now are at /api/v1/alerts?state=FIRING");
        }
    }
}
