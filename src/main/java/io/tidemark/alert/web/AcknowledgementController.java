package io.tidemark.alert.web;

import io.tidemark.alert.Acknowledgements;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertHistory;
import io.tidemark.alert.AlertJson;
import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.alert.SaidBy;
import io.tidemark.web.Asked;
import io.tidemark.web.ProblemException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Somebody says that they look after an alert: no reminders until it is over. */
@RestController
@RequestMapping("/api/v1/alerts/{id}/acknowledgement")
class AcknowledgementController {

    private static final int NAME = 100;
    private static final int COMMENT = 1000;

    private final Acknowledgements acknowledgements;
    private final AlertHistory history;
    private final InstantSource clock;

    AcknowledgementController(Acknowledgements acknowledgements, AlertHistory history, InstantSource clock) {
        this.acknowledgements = acknowledgements;
        this.history = history;
        this.clock = clock;
    }

    @PostMapping
    AlertJson acknowledge(@PathVariable String id, @RequestBody Said said) {
        try {
            return set(id, new Acknowledgement(SaidBy.text("name", said.name == null ? "" : said.name, NAME),
                    said.comment == null ? "" : SaidBy.text("comment", said.comment, COMMENT), clock.instant()));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    @DeleteMapping
    AlertJson withdraw(@PathVariable String id) {
        return set(id, null);
    }

    private AlertJson set(String id, @Nullable Acknowledgement acknowledgement) {
        return Asked.id(id).flatMap(number -> acknowledgements.acknowledge(number, acknowledgement)).map(AlertJson::of)
                .orElseThrow(() -> refused(AlertsController.known(history, id)));
    }

    private static ProblemException refused(Alert alert) {
        return ProblemException
                .conflict("alert " + alert.id() + " is " + alert.state() + ": only one that fires is acknowledged");
    }

    /**
     * What somebody says.
     *
     * @param name required
     * @param comment none when absent
     */
    record Said(@Nullable String name, @Nullable String comment) {}
}
