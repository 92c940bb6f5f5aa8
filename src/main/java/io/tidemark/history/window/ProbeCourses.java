package io.tidemark.history.window;

import io.tidemark.history.Standing;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.Labels;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is usual of probes lately: the mean latency, the share of failures, and what each phase takes of an operation. A
 * phase that most operations do without (connecting) counts for as little as it adds to them.
 */
final class ProbeCourses {

    private static final List<ProbeMeasure> WHOLE = List.of(ProbeMeasure.MEAN, ProbeMeasure.ERROR_RATE);

    private final Map<Series, Course> courses = new HashMap<>();

    synchronized void add(Run run) {
        Labels whole = Labels.of("probe", run.probe());
        for (ProbeMeasure measure : WHOLE) {
            ProbeMeasure.value(run, measure.measure(), Labels.NONE)
                    .ifPresent(value -> add(measure, whole, run, value));
        }
        run.phases().forEach((phase, taken) -> add(ProbeMeasure.MEAN, whole.with("phase", phase), run,
                ofOperation(taken, run)));
    }

    private static double ofOperation(Distribution taken, Run run) {
        return taken.mean() * taken.count() / Math.max(1, run.attempts());
    }

    private void add(ProbeMeasure measure, Labels labels, Run run, double value) {
        long at = run.startedAt().toEpochMilli();
        courses.computeIfAbsent(new Series(measure.metric().name(), labels), _ -> new Course(measure.metric(), at))
                .add(at, value);
    }

    /** How the last runs stand, those that began in the stretch. */
    synchronized List<Standing> standings(Instant from, Instant to) {
        return courses.entrySet().stream()
                .map(course -> course.getValue().standingOfLast(course.getKey(), from, to))
                .filter(Objects::nonNull).toList();
    }
}
