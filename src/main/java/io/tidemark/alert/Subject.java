package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.channel.Message;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Severity;

/** What silences look at: an alert that is there, or one that would begin. */
record Subject(String rule, Severity severity, String instance, Labels labels) {

    static Subject of(Alert alert) {
        return new Subject(alert.threshold(), alert.severity(), alert.instance(), alert.labels());
    }

    static Subject of(Judgement judgement, String instance) {
        return new Subject(judgement.threshold().name(), judgement.threshold().severity(), instance,
                judgement.labels());
    }

    /** Under the names that messages use; a label that is not there is empty text. */
    String label(String name) {
        return switch (name) {
            case Message.NAME -> rule;
            case Message.SEVERITY -> severity.word();
            case Message.INSTANCE -> instance;
            default -> labels.get(name);
        };
    }
}
