package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.alert.Course.Next;
import io.tidemark.alert.cause.Causes;
import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The open alerts by rule and labels, and how judgements and time move them. Not safe for threads: its owner locks. */
final class AlertBook {

    static final String REMOVED = "the rule was removed";
    /** As much as is known of one that went while the service was down. */
    static final String NOT_JUDGED = "the rule was removed or cannot be judged any more";

    private static final Comparator<AlertStore.Open> LAST_GOES_ON = Comparator
            .comparing((AlertStore.Open item) -> item.alert().state()).thenComparingLong(item -> item.alert().id());

    private final String instance;
    private final Course course;
    private final Restraint restraint;
    private final long started;
    private final Map<String, Map<Labels, OpenAlert>> open = new HashMap<>();
    /** What held when the alerts were last asked. */
    private List<Silence> inForce = List.of();
    private Set<Long> holding = Set.of();

    /**
     * @param routing who is told
     * @param causes looks at what moved with a breach; from memory and in a moment
     */
    AlertBook(String instance, Ids ids, Routing routing, Restraint restraint, Function<Judgement, Causes> causes) {
        this.instance = instance;
        this.course = new Course(instance, ids, routing, causes, restraint.ticker());
        this.restraint = restraint;
        this.started = restraint.ticker().getAsLong();
    }

    /** Moves one alert; answers what is to be remembered, null when nothing is. */
    @Nullable
    AlertRecord apply(Judgement judgement) {
        // Most rules have no alert: nothing is hashed or made for them but the lookup of their name.
        Map<Labels, OpenAlert> ofRule = open.get(judgement.threshold().name());
        OpenAlert alert = ofRule == null ? null : ofRule.get(judgement.labels());
        return take(alert, course.judged(alert, judgement, silence(alert, judgement)));
    }

    /** Asked only of what would be told now. */
    private @Nullable Silence silence(@Nullable OpenAlert alert, Judgement judgement) {
        boolean begins = judgement.verdict() instanceof Verdict.Breached && judgement.counts()
                && (alert == null || !alert.wasTold());
        return begins
                ? restraint.silences().over(Subject.of(judgement, instance), judgement.at()).orElse(null)
                : null;
    }

    /** What only the passing of time brings: silences that begin or end, and reminders. */
    List<AlertRecord> due(Instant now) {
        List<Silence> begun = begun(now);
        if (open.isEmpty()) {
            return List.of();
        }
        List<AlertRecord> items = new ArrayList<>();
        for (OpenAlert alert : stream().filter(alert -> alert.fires() && !isHeld(alert)).toList()) {
            Silence silence = silence(alert, begun, now);
            AlertRecord item = take(alert, course.passed(alert, silence, isLongAgo(alert), now));
            Optional.ofNullable(item).ifPresent(items::add);
        }
        return items;
    }

    /** Silences that hold now and did not when the alerts were last asked. */
    private List<Silence> begun(Instant now) {
        List<Silence> before = inForce;
        inForce = restraint.silences().inForce(now);
        if (inForce.equals(before)) {
            return List.of();
        }
        Set<Long> known = holding;
        holding = inForce.stream().map(Silence::id).collect(Collectors.toUnmodifiableSet());
        return inForce.stream().filter(silence -> !known.contains(silence.id())).toList();
    }

    private boolean isHeld(OpenAlert alert) {
        Attention.Silenced silenced = alert.alert().attention().silenced();
        return silenced != null && silenced.until() == null && holding.contains(silenced.silence());
    }

    /** Thousands of alerts are not held against thousands of silences each second, but against what is new. */
    private @Nullable Silence silence(OpenAlert alert, List<Silence> begun, Instant now) {
        if (alert.alert().attention().inSilence()) {
            return restraint.silences().over(Subject.of(alert.alert()), now).orElse(null);
        }
        return begun.isEmpty() ? null : Silence.first(begun, Subject.of(alert.alert())).orElse(null);
    }

    private boolean isLongAgo(OpenAlert alert) {
        Duration remind = restraint.remind();
        return remind.isPositive() && since(alert.calmSince()).compareTo(remind) >= 0;
    }

    /**
     * Says that somebody looks after a firing alert, or no longer does.
     *
     * @return what is to be remembered; empty when no such alert fires
     */
    Optional<AlertRecord.Changed> acknowledge(long id, @Nullable Acknowledgement acknowledgement, Instant now) {
        return stream().filter(alert -> alert.alert().id() == id && alert.fires()).findFirst()
                .map(alert -> take(alert, course.acknowledged(alert, acknowledgement, now)))
                .map(AlertRecord.Changed.class::cast);
    }

    /** Takes in what was open when the service ended; of two for one series a firing one, else the newer, goes on. */
    List<AlertRecord> restore(List<AlertStore.Open> stored, Instant now) {
        List<AlertRecord> ended = new ArrayList<>();
        for (AlertStore.Open item : stored.stream().sorted(LAST_GOES_ON).toList()) {
            Alert alert = item.alert();
            OpenAlert older = open.getOrDefault(alert.threshold(), Map.of()).get(alert.labels());
            if (older != null) {
                end(older, "another alert of the same series has taken its place", now).ifPresent(ended::add);
            }
            put(OpenAlert.restored(alert, item.channels(), restraint.remind(), now, started));
        }
        return ended;
    }

    /**
     * Ends the alerts of rules that are not there any more.
     *
     * @param why as far as it is known
     */
    List<AlertRecord> keepOnly(Set<String> rules, String why, Instant now) {
        return stream().filter(alert -> !rules.contains(alert.alert().threshold())).toList().stream()
                .flatMap(alert -> end(alert, why, now).stream()).toList();
    }

    private Optional<AlertRecord> end(OpenAlert alert, String reason, Instant at) {
        return Optional.ofNullable(take(alert, course.ended(alert, reason, at)));
    }

    Stream<OpenAlert> stream() {
        return open.values().stream().flatMap(ofRule -> ofRule.values().stream());
    }

    private @Nullable AlertRecord take(@Nullable OpenAlert before, Next next) {
        OpenAlert alert = next.alert();
        if (alert != null && !alert.equals(before)) {
            put(alert);
        } else if (alert == null && before != null) {
            remove(before.alert());
        }
        return next.item();
    }

    private void put(OpenAlert alert) {
        open.computeIfAbsent(alert.alert().threshold(), _ -> new HashMap<>()).put(alert.alert().labels(), alert);
    }

    private void remove(Alert alert) {
        open.computeIfPresent(alert.threshold(), (_, ofRule) -> {
            ofRule.remove(alert.labels());
            return ofRule.isEmpty() ? null : ofRule;
        });
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(restraint.ticker().getAsLong() - nanos);
    }
}
