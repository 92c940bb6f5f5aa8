package io.tidemark.alert.cause;

import io.tidemark.metric.BusiestProcess;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.Labels;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known at the moment of a breach.
 *
 * @param run of the probe the rule is about, when it is about one
 * @param look every reading there is, with what is usual of it
 */
record Evidence(Optional<Run> run, Look look, BusiestProcess busiest) {

    /** The operation by itself, which its own phases are parts of. */
    private static final String SERVICE = "service";

    /** Readings of a metric, the most unusual first. */
    Stream<Moved> all(String metric) {
        return look.all(metric);
    }

    /** The most unusual of the readings that moved for the worse. */
    Optional<Moved> unusual(String metric) {
        return all(metric).filter(Moved::isUnusual).findFirst();
    }

    /** The one reading of a metric that has a label. */
    Optional<Moved> one(String metric, String label, String value) {
        return all(metric).filter(moved -> moved.label(label).equals(value)).findFirst();
    }

    /** Its value now; 0 when it is not known. */
    double value(String metric) {
        return all(metric).findFirst().map(Moved::value).orElse(0.0);
    }

    /** Attempts of the run that ended like this; 0 without a run. */
    long errors(String kind) {
        return run.map(one -> one.errors().getOrDefault(kind, 0L)).orElse(0L);
    }

    /** What the probe's server says of itself. */
    Optional<Moved> ofServer(String metric) {
        return run.flatMap(one -> one(metric, "target", one.target()));
    }

    /** A measure of the whole run as it is now. */
    Moved ofRun(Run of, ProbeMeasure measure) {
        return all(measure.metric().name())
                .filter(moved -> moved.series().labels().equals(Labels.of("probe", of.probe()))).findFirst()
                .orElseGet(() -> Moved.unknown(measure.metric(), Labels.of("probe", of.probe()),
                        ProbeMeasure.value(of, measure.measure(), Labels.NONE).orElse(0)));
    }

    /** What a phase of the run's operations takes of each, in seconds. */
    Moved phase(Run of, String phase) {
        Labels labels = Labels.of("probe", of.probe(), "phase", phase);
        return all(ProbeMeasure.MEAN.metric().name()).filter(moved -> moved.series().labels().equals(labels))
                .findFirst().orElseGet(() -> Moved.unknown(ProbeMeasure.MEAN.metric(), labels,
                        of.phases().getOrDefault(phase, Distribution.EMPTY).mean()));
    }

    /** The part of the operations' time that went to a phase, 0 to 1; none when no operation was done. */
    static double share(Run run, String phase) {
        if (run.successes() == 0) {
            return 0;
        }
        double all = 0;
        double part = 0;
        for (Map.Entry<String, Distribution> one : run.phases().entrySet()) {
            // What happened only at the beginning (connecting) is no part of what operations take.
            boolean ofMost = 2 * one.getValue().count() >= run.successes();
            double seconds = one.getKey().equals(SERVICE) || !ofMost
                    ? 0
                    : one.getValue().mean() * one.getValue().count();
            all += seconds;
            part += one.getKey().equals(phase) ? seconds : 0;
        }
        return all > 0 ? part / all : 0;
    }
}
