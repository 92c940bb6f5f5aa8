package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.threshold.Judgement;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which restored alerts no judgement has been about yet, and which rules were judged without them. */
final class Unseen {

    private final Set<Long> alerts = new HashSet<>();
    private final Set<String> judgedOtherwise = new HashSet<>();

    void add(Alert alert) {
        alerts.add(alert.id());
    }

    /** @param alert that the judgement is about; null when there is none, though there are others of its rule */
    void see(Judgement judgement, @Nullable OpenAlert alert) {
        if (alerts.isEmpty()) {
            return;
        }
        if (alert != null) {
            remove(alert.alert());
        } else {
            judgedOtherwise.add(judgement.threshold().name());
        }
    }

    void remove(Alert alert) {
        alerts.remove(alert.id());
    }

    boolean has(Alert alert) {
        return alerts.contains(alert.id());
    }

    boolean isEmpty() {
        return alerts.isEmpty();
    }

    boolean isPassedOver(Alert alert) {
        return has(alert) && judgedOtherwise.contains(alert.threshold());
    }
}
