package io.tidemark.alert.web;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertHistory;
import io.tidemark.alert.AlertJson;
import io.tidemark.alert.AlertState;
import io.tidemark.web.Asked;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Alerts over REST, newest first. */
@RestController
class AlertsController {

    private final AlertHistory history;

    AlertsController(AlertHistory history) {
        this.history = history;
    }

    @GetMapping("/api/v1/alerts")
    Page<AlertJson> alerts(@RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String state) {
        int most = Asked.oneMoreThan(limit);
        long end = Asked.before(before);
        AlertState wanted = Asked.state(AlertState.class, state);
        List<Alert> found = Kept.alerts(() -> history.list(end, most, wanted));
        return Asked.page(found.stream().map(AlertJson::of).toList(), limit, AlertJson::id);
    }

    @GetMapping("/api/v1/alerts/{id}")
    AlertJson alert(@PathVariable String id) {
        return AlertJson.of(known(history, id));
    }

    static Alert known(AlertHistory history, String id) {
        return Asked.id(id).flatMap(number -> Kept.alerts(() -> history.find(number)))
                .orElseThrow(() -> ProblemException.notFound("there is no alert with the id '" + id + "'"));
    }
}
