package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.cause.Causes;
import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The open alerts by rule and labels, and how judgements move them. Not safe for threads: its owner locks. */
final class AlertBook {

    static final String REMOVED = "the rule was removed";
    static final String GONE = "the series is gone: nothing seen since the start";
    /** After a start a series may take this long to be seen again before it counts as gone. */
    static final Duration UNSEEN = Duration.ofHours(1);

    private static final Comparator<AlertStore.Open> LAST_GOES_ON = Comparator
            .comparing((AlertStore.Open item) -> item.alert().state()).thenComparingLong(item -> item.alert().id());

    private final String instance;
    private final Ids ids;
    private final List<String> channels;
    private final Function<Judgement, Causes> causes;
    private final Map<String, Map<Labels, OpenAlert>> open = new HashMap<>();
    /** Restored alerts that no judgement has been about yet, and rules that were judged without them. */
    private final Map<Long, OpenAlert> unseen = new HashMap<>();
    private final Set<String> judgedOtherwise = new HashSet<>();

    /**
     * @param channels who is told
     * @param causes looks at what moved with a breach; from memory and in a moment
     */
    AlertBook(String instance, Ids ids, List<String> channels, Function<Judgement, Causes> causes) {
        this.instance = instance;
        this.ids = ids;
        this.channels = channels;
        this.causes = causes;
    }

    /** Moves one alert; answers what is to be remembered, null when nothing changed. */
    @Nullable
    AlertRecord apply(Judgement judgement) {
        OpenAlert alert = find(judgement);
        Step step = Step.of(alert == null ? null : alert.alert().state(), judgement);
        return switch (step) {
            case STAY -> null;
            case WAIT -> new AlertRecord.Waiting(put(created(judgement).because(causes.apply(judgement))).alert());
            case FIRE -> fire(alert == null ? created(judgement) : alert, judgement);
            case DROP -> alert == null ? null : drop(alert);
            case RESOLVE -> alert == null ? null : resolve(alert, alert.resolved(judgement), judgement.at());
        };
    }

    private @Nullable OpenAlert find(Judgement judgement) {
        // Most rules have no alert: nothing is hashed or made for them but the lookup of their name.
        Map<Labels, OpenAlert> ofRule = open.get(judgement.threshold().name());
        if (ofRule == null) {
            return null;
        }
        OpenAlert alert = ofRule.get(judgement.labels());
        if (!unseen.isEmpty()) {
            see(judgement, alert);
        }
        return alert;
    }

    private void see(Judgement judgement, @Nullable OpenAlert alert) {
        if (alert != null) {
            unseen.remove(alert.alert().id());
        } else {
            judgedOtherwise.add(judgement.threshold().name());
        }
    }

    private OpenAlert created(Judgement judgement) {
        return OpenAlert.pending(ids.next(), instance, judgement);
    }

    private AlertRecord fire(OpenAlert alert, Judgement judgement) {
        OpenAlert fired = put(alert.because(causes.apply(judgement)).fired(judgement, channels));
        return new AlertRecord.Changed(new AlertChange.Fired(ids.next(), fired.alert(), judgement.at()), channels);
    }

    private AlertRecord drop(OpenAlert alert) {
        remove(alert.alert());
        return new AlertRecord.Dropped(alert.alert().id());
    }

    private AlertRecord resolve(OpenAlert alert, Alert resolved, Instant at) {
        remove(alert.alert());
        List<String> told = alert.channels().stream().filter(channels::contains).toList();
        return new AlertRecord.Changed(new AlertChange.Resolved(ids.next(), resolved, at), told);
    }

    private AlertRecord end(OpenAlert alert, String reason, Instant at) {
        return switch (alert.alert().state()) {
            case FIRING -> resolve(alert, alert.resolved(reason, at), at);
            case PENDING, RESOLVED -> drop(alert);
        };
    }

    /** Takes in what was open when the service ended; of two for one series a firing one, else the newer, goes on. */
    List<AlertRecord> restore(List<AlertStore.Open> stored, Instant now) {
        List<AlertRecord> ended = new ArrayList<>();
        for (AlertStore.Open item : stored.stream().sorted(LAST_GOES_ON).toList()) {
            Alert alert = item.alert();
            OpenAlert older = open.getOrDefault(alert.threshold(), Map.of()).get(alert.labels());
            if (older != null) {
                ended.add(end(older, "another alert of the same series has taken its place", now));
            }
            unseen.put(alert.id(), put(new OpenAlert(alert, item.channels())));
        }
        return ended;
    }

    /** Ends the alerts of rules that are not there any more. */
    List<AlertRecord> keepOnly(Set<String> rules, Instant now) {
        return stream().filter(alert -> !rules.contains(alert.alert().threshold())).toList().stream()
                .map(alert -> end(alert, REMOVED, now)).toList();
    }

    /** Ends restored alerts whose rule has been judged long enough, but never for their series. */
    List<AlertRecord> endUnseen(Instant started, Instant now) {
        if (unseen.isEmpty() || now.isBefore(started.plus(UNSEEN))) {
            return List.of();
        }
        List<OpenAlert> gone = unseen.values().stream()
                .filter(alert -> judgedOtherwise.contains(alert.alert().threshold())).toList();
        return gone.stream().map(alert -> end(alert, GONE, now)).toList();
    }

    Stream<OpenAlert> stream() {
        return open.values().stream().flatMap(ofRule -> ofRule.values().stream());
    }

    private OpenAlert put(OpenAlert alert) {
        open.computeIfAbsent(alert.alert().threshold(), _ -> new HashMap<>()).put(alert.alert().labels(), alert);
        return alert;
    }

    private void remove(Alert alert) {
        unseen.remove(alert.id());
        open.computeIfPresent(alert.threshold(), (_, ofRule) -> {
            ofRule.remove(alert.labels());
            return ofRule.isEmpty() ? null : ofRule;
        });
    }
}
