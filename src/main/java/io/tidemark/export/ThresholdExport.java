package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tidemark.alert.AlertChange;
import io.tidemark.collect.Listener;
import io.tidemark.metric.Observation;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Thresholds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the rules say now, and how often each began to be breached. */
final class ThresholdExport implements Listener, Contributor {

    private final Thresholds thresholds;
    private final Set<Line> breached = new HashSet<>();
    private final Map<String, Long> breaches = new HashMap<>();

    ThresholdExport(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    @Override
    public synchronized void accepted(@Nullable Observation observation, List<Judgement> judgements,
            List<AlertChange> changes) {
        for (Judgement judgement : judgements) {
            Line line = new Line(judgement.threshold().name(), judgement.labels());
            if (!judgement.counts()) {
                breached.remove(line);
            } else if (breached.add(line)) {
                breaches.merge(line.threshold, 1L, Long::sum);
            }
        }
    }

    @Override
    public void contribute(Families families) {
        for (Judgement judgement : thresholds.current()) {
            Labels labels = labels(judgement);
            families.gauge("tidemark_threshold_breached",
                    "Whether a threshold is breached (1), for as long as it demands", labels,
                    judgement.counts() ? 1 : 0);
            judgement.usage().ifPresent(usage -> families.gauge("tidemark_threshold_usage_ratio",
                    "How much of a threshold's limit is used; over 1 is a breach", labels, usage));
        }
        countBreaches(families);
    }

    private synchronized void countBreaches(Families families) {
        List<Threshold> rules = thresholds.rules();
        Set<String> names = rules.stream().map(Threshold::name).collect(Collectors.toSet());
        breaches.keySet().retainAll(names);
        breached.removeIf(line -> !names.contains(line.threshold));
        for (Threshold rule : rules) {
            families.counter("tidemark_threshold_breaches", "Times a threshold began to be breached", labels(rule),
                    breaches.getOrDefault(rule.name(), 0L));
        }
    }

    private static Labels labels(Threshold rule) {
        return Labels.of("severity", rule.severity().word(), "threshold", rule.name());
    }

    // A series' own label called like one of the rule's would hide it.
    private static Labels labels(Judgement judgement) {
        return ReadingsExport.labels(judgement.labels().with("threshold", judgement.threshold().name()).with("severity",
                judgement.threshold().severity().word()));
    }

    private record Line(String threshold, io.tidemark.metric.Labels labels) {}
}
