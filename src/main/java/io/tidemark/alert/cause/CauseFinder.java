package io.tidemark.alert.cause;

import io.tidemark.alert.cause.Causes.Cause;
import io.tidemark.alert.cause.Diagnosis.Finding;
import io.tidemark.history.Readings;
import io.tidemark.metric.BusiestProcess;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.threshold.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what moved with a breach, and says why it probably came about. From memory, in a moment, and never fails: it is
 * asked while the breach is told. Called by one thread at a time.
 */
public final class CauseFinder implements Function<Judgement, Causes> {

    private static final Logger LOG = LoggerFactory.getLogger(CauseFinder.class);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** For so long it is said since when it is known what is usual. */
    private static final Duration YOUNG = Duration.ofHours(1);
    private static final int MOST = 8;
    /** Sixteen processors that are busy say no more than two. */
    private static final int OF_ONE_METRIC = 2;
    private static final String PROBE = "probe";

    private final Readings readings;
    private final List<Diagnosis> diagnoses;
    private final BusiestProcess busiest;
    private @Nullable Look last;

    public CauseFinder(Readings readings, List<Diagnosis> diagnoses, BusiestProcess busiest) {
        this.readings = readings;
        this.diagnoses = List.copyOf(diagnoses);
        this.busiest = busiest;
    }

    @Override
    public Causes apply(Judgement judgement) {
        try {
            return found(judgement);
        } catch (RuntimeException e) {
            LOG.error("the cause of a breach of {} could not be looked for", judgement.threshold().name(), e);
            return new Causes("not known: looking for it failed", false, List.of());
        }
    }

    private Causes found(Judgement judgement) {
        Look look = look(judgement);
        Evidence evidence = new Evidence(run(judgement), look, busiest);
        List<Finding> findings = diagnoses.stream().flatMap(diagnosis -> diagnosis.find(evidence).stream())
                .sorted(Comparator.comparingDouble(Finding::strength).reversed()).toList();
        List<Moved> moved = moved(judgement, look);
        return new Causes(sentence(judgement, look, findings, moved), !findings.isEmpty(),
                causes(look, findings, moved));
    }

    /** Only one that began when the breach did or later says anything of it. */
    private Optional<Run> run(Judgement judgement) {
        String probe = judgement.labels().get(PROBE);
        Instant broken = judgement.firstBreachReadAt();
        return probe.isEmpty()
                ? Optional.empty()
                : readings.lastRun(probe).filter(run -> broken == null || !run.startedAt().isBefore(broken));
    }

    /** From the reading that broke the rule on. */
    private Look look(Judgement judgement) {
        Instant to = Instant.ofEpochSecond(judgement.at().getEpochSecond() + 1);
        Instant broken = judgement.firstBreachReadAt() == null ? to : judgement.firstBreachReadAt();
        Instant from = broken.isBefore(to.minus(LONGEST)) ? to.minus(LONGEST) : broken.truncatedTo(ChronoUnit.SECONDS);
        Look look = last != null && last.isOf(from, to) ? last : Look.at(readings, from, to);
        last = look;
        return look;
    }

    /** What is unusual, most first, but for what the rule is about. */
    private static List<Moved> moved(Judgement judgement, Look look) {
        SeriesSelector judged = SeriesSelector.parse(judgement.match());
        Map<String, Integer> ofMetric = new HashMap<>();
        return look.unusual().filter(moved -> !judged.matches(moved.series()) && !isJudged(judgement, judged, moved))
                .filter(moved -> ofMetric.merge(moved.metric().name(), 1, Integer::sum) <= OF_ONE_METRIC).limit(MOST)
                .toList();
    }

    /** The mean moves with every other figure of the same latencies. */
    private static boolean isJudged(Judgement judgement, SeriesSelector judged, Moved moved) {
        return judged.metric().startsWith(ProbeMeasure.PREFIX)
                && moved.series().metric().equals(ProbeMeasure.MEAN.metric().name())
                && moved.series().labels().values().equals(Map.of(PROBE, judgement.labels().get(PROBE)));
    }

    private static List<Cause> causes(Look look, List<Finding> findings, List<Moved> moved) {
        Map<String, Cause> bySeries = new LinkedHashMap<>();
        findings.forEach(finding -> bySeries.putIfAbsent(finding.witness().series().toString(),
                finding.witness().cause(finding.sentence())));
        moved.forEach(one -> bySeries.putIfAbsent(one.series().toString(), look.told(one)));
        return bySeries.values().stream().limit(MOST).toList();
    }

    private static String sentence(Judgement judgement, Look look, List<Finding> findings, List<Moved> moved) {
        if (!findings.isEmpty()) {
            Finding strongest = findings.getFirst();
            return strongest.sentence() + compared(judgement,
                    Optional.ofNullable(strongest.witness().since()).filter(_ -> strongest.compared()));
        }
        if (look.isEmpty()) {
            return "not known: too little has been seen yet to say what is usual";
        }
        return (moved.isEmpty()
                ? "nothing else on this machine moved with it"
                : "no known cause; what moved most with it is " + moved.getFirst().text())
                + compared(judgement, look.since());
    }

    /** Says so while little is known; what has no usual value was compared with nothing. */
    private static String compared(Judgement judgement, Optional<Instant> since) {
        return since.map(begin -> Duration.between(begin, judgement.at())).filter(known -> known.compareTo(YOUNG) < 0)
                .map(known -> " (compared with the " + length(known) + " since the start)").orElse("");
    }

    private static String length(Duration known) {
        return known.toMinutes() > 0 ? known.toMinutes() + " min" : Math.max(0, known.toSeconds()) + " s";
    }
}
