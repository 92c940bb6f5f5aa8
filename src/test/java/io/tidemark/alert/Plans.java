package io.tidemark.alert;

import io.tidemark.alert.LabelMatcher.Op;
import io.tidemark.alert.Silence.Plan;
import io.tidemark.threshold.Hours;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Silences as people make them. */
public final class Plans {

    private Plans() {}

    /** Of every alert of rule r. */
    public static Plan once(Instant start, Duration length) {
        return plan(start, start.plus(length), null, new LabelMatcher("alertname", Op.EQUAL, "r"));
    }

    public static Plan repeating(Instant start, String hours) {
        return plan(start, null, Hours.parse(hours, "repeat"), new LabelMatcher("alertname", Op.EQUAL, "r"));
    }

    static Plan plan(Instant start, @Nullable Instant end, @Nullable Hours repeat, LabelMatcher... matchers) {
        return new Plan(List.of(matchers), start, end, repeat, "moving disks", "ann");
    }

    static Silence silence(long id, Instant start, Duration length) {
        return new Silence(id, once(start, length), start, null);
    }
}
