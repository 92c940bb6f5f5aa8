package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.threshold.Memory.Breach;
import io.tidemark.threshold.Thresholds.OpenBreach;
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
    private static final String GONE_FOR = Lateness.FORGET_AFTER.toHours() + " h";
    private final Threshold rule;
    private final Question question;
    private final Inputs inputs;
    private final Lateness lateness;
    private final Muting muting;
    private final boolean single;
    private final Map<Labels, Tracked> series = new LinkedHashMap<>();
    private final Earlier earlier;
    private final Unseen none;
    private @Nullable String muted;
    /** Before this, on the ticker, nothing changes by the passing of time alone. */
    private long quietUntil;
    private boolean met;
    /** Series that are judged as soon as what their windows held before has been read. */
    private final Set<Labels> unread = new HashSet<>();

    /** @param service when the service started, which may be long ago */
    RuleState(Threshold rule, Inputs inputs, Arrivals arrivals, Moment service, Moment now) {
        this.rule = rule;
        this.question = Question.of(rule);
        this.inputs = inputs;
        this.lateness = new Lateness(rule, question, inputs, arrivals, now);
        this.muting = new Muting(rule.rule().terms(), arrivals, service);
        this.muted = muting.reason(now).orElse(null);
        this.none = new Unseen(left(), now);
        question.measures().forEach(inputs::hold);
        this.earlier = new Earlier(question.measures(), now);
        this.single = !left().ofProbes() && question.rights().findAny().isEmpty();
        this.quietUntil = now.nanos();
        inputs.expected(left())
                .forEach(labels -> series.put(labels, new Tracked(none.memory(), labels.get(Ref.PROBE), null)));
    }

    /** To be called when the rule is judged no longer. */
    void end() {
        question.measures().forEach(inputs::release);
    }

    /** Goes on with a breach of an earlier life of the service. */
    void resume(OpenBreach open, Moment now) {
        Breach breach = earlier.breach(open, now);
        Tracked known = series.get(open.labels());
        if (known != null) {
            series.put(open.labels(), known.with(known.memory().goingOn(breach)));
        } else if (question.outlives() && open.labels().equals(left().labels())) {
            none.goOn(breach);
        } else {
            earlier.add(open.labels(), breach);
        }
    }

    /** Goes on with what another form of this rule knew of the series that this one judges as well. */
    void succeed(RuleState former, Moment now) {
        if (!former.metric().equals(metric())) {
            return;
        }
        earlier.takeOver(former.earlier, former.question.measures().equals(question.measures()), this::isAbout);
        Memory anew = Memory.notMeasured("not judged yet since the rule was changed", now.at());
        former.series.forEach((labels, tracked) -> {
            if (isAbout(labels)) {
                series.put(labels, tracked.with(earlier.goingOn(anew, tracked.memory())));
            }
        });
    }

    /** The clock was set: what windows held is no longer where they look. */
    void loseWindows(Moment now) {
        if (earlier.loseWindows(now)) {
            series.replaceAll((_, tracked) -> tracked.with(earlier.goingOn(tracked.memory(), tracked.memory())));
        }
    }

    private boolean isAbout(Labels labels) {
        return left().ofProbes() ? series.containsKey(labels) : left().matches(new Series(metric(), labels));
    }

    /** Whether each of its series is judged by itself, by the samples of that series and nothing else. */
    boolean isSingle() {
        return single;
    }

    String name() {
        return rule.name();
    }

    /** Name of the metric on its left. */
    String metric() {
        return left().metric().name();
    }

    boolean isAbout(Series sampled) {
        return left().matches(sampled);
    }

    /** Labels of the series it knows. */
    Set<Labels> labels() {
        return Set.copyOf(series.keySet());
    }

    /** Sources whose observations this rule is judged on. */
    Set<String> sources() {
        Set<String> sources = new HashSet<>(inputs.sources(left()));
        question.rights().map(Measure::ref).map(inputs::sources).forEach(sources::addAll);
        return sources;
    }

    void judge(Brought brought, Moment now, List<Judgement> judged) {
        met = true;
        if (brought.observation().outcome() instanceof Outcome.Skipped(String reason)) {
            skip(brought.observation(), reason, now, judged);
        } else {
            measure(brought, now, judged);
            look(brought.observation(), now, judged);
        }
    }

    /** Judges what was seen before the rule came, if nothing has been seen since. */
    void begin(Moment now, List<Judgement> judged) {
        if (met) {
            return;
        }
        sources().forEach(
                source -> inputs.newest(source).ifPresent(seen -> measure(Brought.by(seen), now, judged)));
    }

    private void measure(Brought brought, Moment now, List<Judgement> judged) {
        Observation observation = brought.observation();
        Question.Answers answers = question.at(inputs, now);
        for (Point point : inputs.points(left())) {
            boolean fresh = brought.has(point);
            if (fresh
                    ? hasRoomFor(point.labels())
                    : isJudged(point.labels(), now) && answers.isTouchedBy(brought, point.labels())) {
                judged.add(judge(point, fresh, answers, observation, now));
            }
        }
    }

    /** Judges one series of a rule that is {@link #isSingle single}. */
    void judge(Sample sample, Observation observation, Moment now, List<Judgement> judged) {
        if (hasRoomFor(sample.series().labels())) {
            Point point = new Point.Sampled(sample.series(), observation.source(), sample.at(), sample.value());
            judged.add(judge(point, true, question.at(inputs, now), observation, now));
        }
    }

    /** What it means that an observation brought no series, or the first. */
    void look(Observation observation, Moment now, List<Judgement> judged) {
        met = true;
        if (series.isEmpty()) {
            if (Arrivals.isInput(observation) && inputs.sources(left()).contains(observation.source())) {
                none.nothingMatches(now).map(this::ofNone).ifPresent(judged::add);
            }
        } else {
            none.seen(now).filter(_ -> !series.containsKey(left().labels())).map(this::ofNone).ifPresent(judged::add);
        }
    }

    private Judgement ofNone(Memory memory) {
        return judgement(left().labels(), memory);
    }

    private Judgement judge(Point point, boolean fresh, Question.Answers answers, Observation observation,
            Moment now) {
        Labels labels = point.labels();
        Tracked before = tracked(point);
        Memory memory = earlier.readBack(fresh ? before.memory() : before.memory().withoutNewest(), question, point,
                inputs, now);
        Finding finding = lateness.inTime(answers.answer(point, memory), point.source(), now);
        Moment taken = new Moment(observation.at(), now.nanos() - observation.took().toNanos());
        Memory next = Judge.next(rule, memory, finding, taken, now);
        boolean heard = fresh && !(finding instanceof Finding.Skipped);
        series.put(labels, new Tracked(next, point.source(), heard ? Long.valueOf(now.nanos()) : before.heard()));
        if (before.heard() == null || Judge.isPending(next)) {
            quietUntil = now.nanos();
        }
        if (finding instanceof Finding.Unread) {
            unread.add(labels);
        } else {
            unread.remove(labels);
        }
        return judgement(labels, next);
    }

    /** Judges what had to wait, as far as it need not wait any more. */
    private void judgeUnread(Moment now, List<Judgement> judged) {
        Question.Answers answers = question.at(inputs, now);
        unread.removeIf(labels -> !isJudged(labels, now));
        for (Point point : inputs.points(left())) {
            if (unread.contains(point.labels())
                    && !(answers.answer(point, tracked(point).memory()) instanceof Finding.Unread)) {
                inputs.newest(point.source()).ifPresent(seen -> judged.add(judge(point, true, answers, seen, now)));
            }
        }
    }

    private Tracked tracked(Point point) {
        Tracked known = series.get(point.labels());
        return known == null
                ? new Tracked(none.memory().goingOn(earlier.take(point.labels())), point.source(), null)
                : known;
    }

    private void skip(Observation observation, String reason, Moment now, List<Judgement> judged) {
        Moment taken = new Moment(observation.at(), now.nanos());
        series.replaceAll((labels, tracked) -> {
            if (!tracked.source().equals(observation.source())) {
                return tracked;
            }
            Memory next = Judge.next(rule, tracked.memory(), new Finding.Skipped(reason), taken, now);
            judged.add(judgement(labels, next));
            return new Tracked(next, tracked.source(), now.nanos());
        });
    }

    /** A last word on a series that an earlier form of this rule judged. */
    Judgement farewell(Labels labels, Moment now) {
        return judgement(labels,
                none.memory().over("the rule was changed and does not judge this series any more", now));
    }

    /** Judges what only the passing of time has changed. */
    void due(Moment now, List<Judgement> judged) {
        if (!unread.isEmpty()) {
            judgeUnread(now, judged);
        }
        if (now.nanos() - quietUntil >= 0) {
            pass(now, judged);
            quietUntil = now.nanos() + (isSteady() ? lateness.quiet(series.values(), now) : 0);
        }
    }

    /** Whether nothing can change but by what is heard, or not heard, of its series. */
    private boolean isSteady() {
        return !series.isEmpty() && rule.rule().terms().equals(Terms.NONE);
    }

    private void pass(Moment now, List<Judgement> judged) {
        String mutedNow = muting.reason(now).orElse(null);
        boolean toldAnew = (mutedNow == null) != (muted == null);
        muted = mutedNow;
        series.replaceAll((labels, tracked) -> {
            Optional<Memory> next = lateness.passed(labels, tracked, now);
            Memory memory = next.orElse(tracked.memory());
            if (next.isPresent() || (toldAnew && memory.breach() != null)) {
                judged.add(judgement(labels, memory));
            }
            return tracked.with(memory);
        });
        if (series.isEmpty()) {
            String source = inputs.sources(left()).stream().findFirst().orElse("");
            none.passed(lateness, source, toldAnew, now).map(this::ofNone).ifPresent(judged::add);
        }
        judged.addAll(forget(now));
    }

    /** Series that came by themselves go by themselves; those of probes stay as long as their probe. */
    private List<Judgement> forget(Moment now) {
        List<Judgement> last = neverSeen(now);
        if (left().ofProbes() || question.outlives()) {
            return last;
        }
        series.entrySet().removeIf(entry -> {
            boolean gone = lateness.isGone(entry.getValue(), now);
            if (gone) {
                last.add(lastOf(entry.getKey(), entry.getValue().memory(), "for " + GONE_FOR, now));
            }
            return gone;
        });
        if (!last.isEmpty() && series.isEmpty()) {
            none.nothingMatchesAnyMore(now);
        }
        return last;
    }

    /** What broke the rule before the start, and nobody has brought since who could. */
    private List<Judgement> neverSeen(Moment now) {
        List<Judgement> last = new ArrayList<>();
        if (!earlier.isEmpty() && lateness.isGoneSinceStart(inputs.sources(left()), now)) {
            earlier.drained().forEach(labels -> last.add(lastOf(labels, none.memory(), "since the start", now)));
        }
        return last;
    }

    /** What is gone breaks no rule: an alert of it ends. */
    private Judgement lastOf(Labels labels, Memory memory, String when, Moment now) {
        return judgement(labels, memory.over("the series is gone: nothing seen " + when, now));
    }

    private boolean hasRoomFor(Labels labels) {
        return series.size() < MOST_SERIES || series.containsKey(labels);
    }

    /** A value that has been judged and is not missing may be judged again when the other side changes. */
    private boolean isJudged(Labels labels, Moment now) {
        Tracked tracked = series.get(labels);
        return tracked != null && tracked.heard() != null && !lateness.isMissing(tracked, now);
    }

    Stream<Judgement> current() {
        return series.isEmpty()
                ? Stream.of(ofNone(none.memory()))
                : series.entrySet().stream().map(e -> judgement(e.getKey(), e.getValue().memory()));
    }

    private Judgement judgement(Labels labels, Memory memory) {
        return Judge.judgement(rule, labels, memory, muted);
    }

    private Ref left() {
        return question.measure().ref();
    }
}
