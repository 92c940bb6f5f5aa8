package io.tidemark.threshold;

import io.tidemark.history.Readings;
import io.tidemark.history.Window;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Finds what rules refer to: newest values, the last runs of probes, windows. */
final class Inputs {

    private final Readings readings;
    private final Sources sources;
    private final Arrivals arrivals;

    Inputs(Readings readings, Sources sources, Arrivals arrivals) {
        this.readings = readings;
        this.sources = sources;
        this.arrivals = arrivals;
    }

    /** Names of the sources a reference may be answered by. */
    List<String> sources(Ref ref) {
        return ref.ofProbes()
                ? probes(ref)
                : sources.all().stream().filter(source -> declares(source, ref.metric())).map(Source::name).toList();
    }

    private static boolean declares(Source source, Metric metric) {
        return source.description().metrics().stream().anyMatch(m -> m.name().equals(metric.name()));
    }

    private List<String> probes(Ref ref) {
        String probe = ref.labels().get(Ref.PROBE);
        return probe.isEmpty()
                ? sources.all().stream().filter(s -> s.description().kind() == Source.Kind.PROBE).map(Source::name)
                        .toList()
                : List.of(probe);
    }

    /** Labels of the series that are known before anything was observed: those of probes. */
    List<Labels> expected(Ref ref) {
        return ref.ofProbes()
                ? probes(ref).stream().map(probe -> ref.labels().with(Ref.PROBE, probe)).toList()
                : List.of();
    }

    void hold(Measure measure) {
        if (measure instanceof Measure.Over(Aggregate _, Ref ref, Duration window)) {
            readings.hold(ref.selector(), window);
        }
    }

    /** Takes back what was held. */
    void release(Measure measure) {
        if (measure instanceof Measure.Over(Aggregate _, Ref ref, Duration window)) {
            readings.release(ref.selector(), window);
        }
    }

    /** What a source saw last, unless it was left alone then. */
    Optional<Observation> newest(String source) {
        return readings.lastObservation(source).filter(o -> !(o.outcome() instanceof Outcome.Skipped));
    }

    /** The newest of every series a reference matches. */
    List<Point> points(Ref ref) {
        if (!ref.ofProbes()) {
            return readings.latest(ref.selector()).stream()
                    .<Point>map(r -> new Point.Sampled(r.series(), r.source(), r.at(), r.value())).toList();
        }
        return probes(ref).stream().flatMap(probe -> readings.lastRun(probe).stream())
                .<Point>map(run -> new Point.Probed(
                        new Series(ref.metric().name(), ref.labels().with(Ref.PROBE, run.probe())), run.probe(),
                        run.startedAt(), run))
                .toList();
    }

    Value value(Measure measure, Point point) {
        return switch (measure) {
            case Measure.Now(Ref ref) -> newest(ref, point);
            case Measure.Over over -> window(over, point);
        };
    }

    /** What another series is compared with, unless the newest value of it is too old. */
    Value comparable(Measure measure, Point point, Moment now) {
        if (arrivals.isSilent(point.source(), now) || (point instanceof Point.Sampled sampled && isGone(sampled))) {
            return new Value.Unknown("there is no recent value of " + measure.ref().spoken(point.labels()));
        }
        return value(measure, point);
    }

    /** Its source has gone on without it, for longer than three intervals. */
    private boolean isGone(Point.Sampled point) {
        return newest(point.source())
                .flatMap(o -> arrivals.patience(o.source()).map(point.at()::plus).filter(o.at()::isAfter)).isPresent();
    }

    private static Value newest(Ref ref, Point point) {
        return switch (point) {
            case Point.Sampled sampled -> new Value.Known(sampled.value());
            case Point.Probed probed -> ofRun(ref, probed.run());
        };
    }

    private static Value ofRun(Ref ref, Run run) {
        if (isLatency(ref) && failed(run)) {
            return new Value.NoSuccess(run.outcome().reason());
        }
        Labels narrowed = narrowed(ref.labels());
        OptionalDouble value = ProbeMeasure.value(run, ref.measure(), narrowed);
        return value.isPresent() ? new Value.Known(value.getAsDouble()) : absent(ref, run, narrowed);
    }

    private static Value absent(Ref ref, Run run, Labels narrowed) {
        boolean triedInVain = isLatency(ref) && run.operations().containsKey(narrowed.get("operation"));
        return triedInVain
                ? new Value.NoSuccess(run.outcome().reason())
                : new Value.Unknown("the last run of " + run.probe() + " has no " + ref.measure() + narrowed
                        + because(run.outcome().reason()));
    }

    /** Whether the windows that a series is judged by hold all that was seen in them, also before the start. */
    boolean areWhole(Question question, Point left) {
        return isWhole(question.measure(), left)
                && question.rights().allMatch(right -> points(right.ref()).stream().allMatch(p -> isWhole(right, p)));
    }

    private boolean isWhole(Measure measure, Point point) {
        return measure.reach().isZero() || readings.isWhole(point.series(), measure.reach());
    }

    /** A window without the runs in which the machine was busy or the prober starved. */
    Value undisturbed(Measure.Over over, Point.Probed point) {
        return of(readings.undisturbed(point.series(), over.window(), point.at()), over, point);
    }

    private Value window(Measure.Over over, Point point) {
        if (over.reach().isPositive() && readings.isBeingRead(point.series(), over.window())) {
            return new Value.Unread();
        }
        // The window ends with the newest value, not with the clock, which may have been set since.
        return of(readings.window(point.series(), over.window(), point.at()), over, point);
    }

    private static Value of(Optional<Window> held, Measure.Over over, Point point) {
        return held.<Value>map(window -> over.aggregate().lack(window, over.window())
                .<Value>map(lack -> new Value.Unknown(over.spoken(point.labels()) + " " + lack))
                .orElseGet(() -> over.aggregate().of(window)))
                .orElseGet(() -> emptyWindow(over, point));
    }

    private static Value emptyWindow(Measure.Over over, Point point) {
        return point instanceof Point.Probed probed && isLatency(over.ref()) && failed(probed.run())
                ? new Value.NoSuccess(probed.run().outcome().reason())
                : new Value.Unknown(over.spoken(point.labels()) + " has no value yet");
    }

    /** Why a source has gone silent, as far as its last observation says; empty text when it does not. */
    String silence(String source) {
        return readings.lastObservation(source).map(Observation::outcome).map(Outcome::reason).map(Inputs::because)
                .orElse("");
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static boolean failed(Run run) {
        return run.attempts() > 0 && run.successes() == 0;
    }

    private static boolean isLatency(Ref ref) {
        return ProbeMeasure.named(ref.measure()).filter(ProbeMeasure::isLatency).isPresent();
    }

    private static Labels narrowed(Labels labels) {
        TreeMap<String, String> others = new TreeMap<>(labels.values());
        others.remove(Ref.PROBE);
        return new Labels(others);
    }
}
