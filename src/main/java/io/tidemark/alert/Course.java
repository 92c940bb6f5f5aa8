package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.alert.cause.Causes;
import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.metric.Ids;
import io.tidemark.threshold.Judgement;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The one state function of an alert: what it was and what happens give what it is next and what is remembered. */
final class Course {

    private final String instance;
    private final Ids ids;
    private final Routing routing;
    private final Function<Judgement, Causes> causes;
    private final LongSupplier ticker;

    /**
     * @param routing who is told
     * @param causes looks at what moved with a breach
     */
    Course(String instance, Ids ids, Routing routing, Function<Judgement, Causes> causes, LongSupplier ticker) {
        this.instance = instance;
        this.ids = ids;
        this.routing = routing;
        this.causes = causes;
        this.ticker = ticker;
    }

    /**
     * What comes of one step.
     *
     * @param alert null when it is over, or there still is none
     * @param item what is to be remembered; null when nothing is
     */
    record Next(@Nullable OpenAlert alert, @Nullable AlertRecord item) {

        private static final Next NOTHING = new Next(null, null);
    }

    /** @param silence that would hold for the alert, if any */
    Next judged(@Nullable OpenAlert alert, Judgement judgement, @Nullable Silence silence) {
        return switch (Step.judged(alert, judgement, silence != null)) {
            case WAIT -> waiting(created(judgement).because(causes.apply(judgement)));
            case HUSH -> hushed(begun(alert, judgement), silence, judgement.at());
            case FIRE -> fired(begun(alert, judgement), judgement.at());
            case DROP -> alert == null ? Next.NOTHING : dropped(alert);
            case RESOLVE -> alert == null ? Next.NOTHING : resolved(alert, alert.resolved(judgement), judgement.at());
            case STAY, NOTE, REMIND -> alert == null ? Next.NOTHING : new Next(alert.seen(judgement), null);
        };
    }

    /** @param silence that holds now, if any */
    Next passed(OpenAlert alert, @Nullable Silence silence, boolean longAgo, Instant now) {
        return switch (Step.passed(alert, silence, longAgo)) {
            case FIRE -> fired(alert, now);
            case NOTE -> hushed(alert.outOfSilence(now, ticker.getAsLong()), silence, now);
            case REMIND -> reminded(alert.told(now, ticker.getAsLong(), told(alert)), now);
            case STAY, WAIT, DROP, HUSH, RESOLVE -> new Next(alert, null);
        };
    }

    /** Over for another reason than the condition holding again. */
    Next ended(OpenAlert alert, String reason, Instant at) {
        return alert.fires() ? resolved(alert, alert.resolved(reason, at), at) : dropped(alert);
    }

    /** @param acknowledgement null when it is withdrawn */
    Next acknowledged(OpenAlert alert, @Nullable Acknowledgement acknowledgement, Instant at) {
        return noted(alert.with(alert.alert().attention().by(acknowledgement)), at);
    }

    private OpenAlert created(Judgement judgement) {
        return OpenAlert.pending(ids.next(), instance, judgement);
    }

    private OpenAlert begun(@Nullable OpenAlert alert, Judgement judgement) {
        return (alert == null ? created(judgement) : alert).because(causes.apply(judgement)).fired(judgement);
    }

    private static Next waiting(OpenAlert alert) {
        return new Next(alert, new AlertRecord.Waiting(alert.alert()));
    }

    private Next fired(OpenAlert alert, Instant at) {
        List<String> channels = routing.firing(alert.alert());
        OpenAlert told = alert.told(at, ticker.getAsLong(), channels);
        return new Next(told, new AlertRecord.Changed(new AlertChange.Fired(ids.next(), told.alert(), at), channels));
    }

    private Next hushed(OpenAlert alert, @Nullable Silence silence, Instant at) {
        return noted(silence == null ? alert : alert.under(silence, at), at);
    }

    private Next noted(OpenAlert alert, Instant at) {
        return new Next(alert,
                new AlertRecord.Changed(new AlertChange.Noted(ids.next(), alert.alert(), at), List.of()));
    }

    private Next reminded(OpenAlert alert, Instant at) {
        return new Next(alert, new AlertRecord.Changed(new AlertChange.Reminded(ids.next(), alert.alert(), at),
                alert.channels()));
    }

    private static Next dropped(OpenAlert alert) {
        return new Next(null, new AlertRecord.Dropped(alert.alert().id()));
    }

    private Next resolved(OpenAlert alert, Alert resolved, Instant at) {
        return new Next(null,
                new AlertRecord.Changed(new AlertChange.Resolved(ids.next(), resolved, at), told(alert)));
    }

    /** Those who were told that it fires, as far as they are still there. */
    private List<String> told(OpenAlert alert) {
        return routing.resolved(alert.channels());
    }
}
