package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.threshold.Condition.Comparison;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One rule and what it remembers of each series. Not safe for threads: guarded by its owner's lock. */
final class RuleState {

    /** More series than this of one rule are not judged. */
    static final int MOST_SERIES = 1000;
    /** A series that is gone for this long is forgotten. */
    static final Duration FORGET_AFTER = Duration.ofHours(1);

    private final Threshold rule;
    private final Comparison comparison;
    private final Inputs inputs;
    private final Arrivals arrivals;
    private final Map<Labels, Tracked> series = new LinkedHashMap<>();
    /** What is said while no series is known. */
    private Memory none;

    /**
     * What is known of one series.
     *
     * @param source where its values come from
     * @param heard when the last one came, on the ticker; null before the first
     */
    private record Tracked(Memory memory, String source, @Nullable Long heard) {

        Tracked with(Memory next) {
            return new Tracked(next, source, heard);
        }
    }

    RuleState(Threshold rule, Inputs inputs, Arrivals arrivals, Moment now) {
        this.rule = rule;
        this.comparison = Rules.comparison(rule);
        this.inputs = inputs;
        this.arrivals = arrivals;
        this.none = Memory.notMeasured("not measured yet", now.at());
        inputs.hold(comparison.measure());
        Sides.rightOf(comparison).ifPresent(inputs::hold);
        inputs.expected(left()).forEach(labels -> series.put(labels, new Tracked(none, labels.get(Ref.PROBE), null)));
    }

    /** Sources whose observations this rule is judged on. */
    Set<String> sources() {
        Set<String> sources = new HashSet<>(inputs.sources(left()));
        Sides.rightOf(comparison).map(Measure::ref).map(inputs::sources).ifPresent(sources::addAll);
        return sources;
    }

    List<Judgement> judge(Brought brought, Moment now) {
        return brought.observation().outcome() instanceof Outcome.Skipped(String reason)
                ? skip(brought.observation(), reason, now)
                : measure(brought, now);
    }

    private List<Judgement> measure(Brought brought, Moment now) {
        Observation observation = brought.observation();
        Sides sides = Sides.at(comparison, inputs, now);
        List<Judgement> judged = new ArrayList<>();
        for (Point point : inputs.points(left())) {
            boolean fresh = brought.has(point);
            if (fresh ? hasRoomFor(point) : isJudged(point, now) && sides.isTouchedBy(brought, point.labels())) {
                judged.add(judge(point, fresh, sides.compare(point), observation, now));
            }
        }
        if (series.isEmpty() && Arrivals.isInput(observation)
                && inputs.sources(left()).contains(observation.source())) {
            nothingMatches(now).ifPresent(judged::add);
        }
        return judged;
    }

    /** Said once, for those who remember a series from an earlier life. */
    private Optional<Judgement> nothingMatches(Moment now) {
        Verdict before = none.verdict();
        none = none.to(new Verdict.NoData("nothing matches " + left() + " so far"), now.at(), null, null, null);
        return none.verdict().equals(before)
                ? Optional.empty()
                : Optional.of(Judge.judgement(rule, left().labels(), none));
    }

    private Judgement judge(Point point, boolean fresh, Finding finding, Observation observation, Moment now) {
        Labels labels = point.labels();
        Tracked before = series.getOrDefault(labels, new Tracked(none, point.source(), null));
        Moment taken = new Moment(observation.at(), now.nanos() - observation.took().toNanos());
        Memory next = Judge.next(rule, before.memory(), finding, taken, now);
        series.put(labels, new Tracked(next, point.source(), fresh ? Long.valueOf(now.nanos()) : before.heard()));
        return Judge.judgement(rule, labels, next);
    }

    private List<Judgement> skip(Observation observation, String reason, Moment now) {
        List<Judgement> judged = new ArrayList<>();
        Moment taken = new Moment(observation.at(), now.nanos());
        series.replaceAll((labels, tracked) -> {
            if (!tracked.source().equals(observation.source())) {
                return tracked;
            }
            Memory next = Judge.next(rule, tracked.memory(), new Finding.Skipped(reason), taken, now);
            judged.add(Judge.judgement(rule, labels, next));
            return new Tracked(next, tracked.source(), now.nanos());
        });
        return judged;
    }

    /** Judges what only the passing of time has changed. */
    List<Judgement> due(Moment now) {
        List<Judgement> judged = new ArrayList<>();
        series.replaceAll((labels, tracked) -> {
            Optional<Memory> next = passed(labels, tracked, now);
            next.ifPresent(memory -> judged.add(Judge.judgement(rule, labels, memory)));
            return next.map(tracked::with).orElse(tracked);
        });
        judged.addAll(forget(now));
        return judged;
    }

    private Optional<Memory> passed(Labels labels, Tracked tracked, Moment now) {
        Memory memory = tracked.memory();
        if (isMissing(tracked, now)) {
            return memory.verdict() instanceof Verdict.NoData
                    ? Optional.empty()
                    : Optional.of(Judge.next(rule, memory, missing(labels, tracked, now), now, now));
        }
        return Judge.isPending(memory)
                ? Optional.of(Judge.elapse(rule, memory, now)).filter(next -> !Judge.isPending(next))
                : Optional.empty();
    }

    private boolean isMissing(Tracked tracked, Moment now) {
        Long heard = tracked.heard();
        return heard != null && arrivals.patience(tracked.source())
                .filter(patience -> now.since(heard).compareTo(patience) > 0).isPresent();
    }

    private Finding missing(Labels labels, Tracked tracked, Moment now) {
        Duration ago = now.since(tracked.heard() == null ? now.nanos() : tracked.heard());
        return new Finding.Missing(left().spoken(labels) + " was last seen " + Figures.text(ago) + " ago and is"
                + " expected every " + arrivals.interval(tracked.source()).map(Figures::text).orElse("so often")
                + inputs.silence(tracked.source()));
    }

    /** Series that came by themselves go by themselves; those of probes stay as long as their probe. */
    private List<Judgement> forget(Moment now) {
        if (left().ofProbes()) {
            return List.of();
        }
        List<Judgement> last = new ArrayList<>();
        series.entrySet().removeIf(entry -> {
            boolean gone = isGone(entry.getValue(), now);
            if (gone) {
                last.add(lastOf(entry.getKey(), entry.getValue().memory(), now));
            }
            return gone;
        });
        if (!last.isEmpty() && series.isEmpty()) {
            none = Memory.notMeasured("nothing matches " + left() + " any more", now.at());
        }
        return last;
    }

    private static boolean isGone(Tracked tracked, Moment now) {
        Long heard = tracked.heard();
        return heard != null && now.since(heard).compareTo(FORGET_AFTER) > 0;
    }

    /** What is gone breaks no rule: an alert of it ends. */
    private Judgement lastOf(Labels labels, Memory memory, Moment now) {
        Verdict over = new Verdict.Ok("the series is gone: nothing seen for " + FORGET_AFTER.toHours() + " h");
        return Judge.judgement(rule, labels, memory.to(over, now.at(), null, null, null));
    }

    private boolean hasRoomFor(Point point) {
        return series.size() < MOST_SERIES || series.containsKey(point.labels());
    }

    /** A value that has been judged and is not missing may be judged again when the other side changes. */
    private boolean isJudged(Point point, Moment now) {
        Tracked tracked = series.get(point.labels());
        return tracked != null && tracked.heard() != null && !isMissing(tracked, now);
    }

    Stream<Judgement> current() {
        return series.isEmpty()
                ? Stream.of(Judge.judgement(rule, left().labels(), none))
                : series.entrySet().stream().map(e -> Judge.judgement(rule, e.getKey(), e.getValue().memory()));
    }

    private Ref left() {
        return comparison.measure().ref();
    }
}
