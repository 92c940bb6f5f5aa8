package io.tidemark.collect.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.Alerts;
import io.tidemark.alert.Attention;
import io.tidemark.collect.Collector;
import io.tidemark.collect.Status;
import io.tidemark.collect.Status.Overall;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.RuleReload;
import io.tidemark.threshold.ThresholdJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is the matter now, in one answer. */
@RestController
@RequestMapping("/api/v1/status")
class StatusController {

    private final Status status;
    private final Collector collector;
    private final Alerts alerts;
    private final InstanceName instance;
    private final RuleReload reload;

    StatusController(Status status, Collector collector, Alerts alerts, InstanceName instance, RuleReload reload) {
        this.status = status;
        this.collector = collector;
        this.alerts = alerts;
        this.instance = instance;
        this.reload = reload;
    }

    @GetMapping
    StatusJson status() {
        Status.Snapshot snapshot = status.snapshot();
        Map<Subject, Alert> firing = alerts.active().stream().filter(alert -> alert.state() == AlertState.FIRING)
                .collect(Collectors.toMap(alert -> new Subject(alert.threshold(), alert.labels()), alert -> alert));
        return new StatusJson(snapshot.overall(), snapshot.at(), instance.value(),
                snapshot.rules().stream().map(rule -> RuleJson.of(rule, firing)).toList(),
                snapshot.sources().stream()
                        .map(source -> SourceJson.of(source, collector.tally(source.source().name()))).toList(),
                snapshot.results().stream().map(ResultLineJson::of).toList(), reload.problems());
    }

    /**
     * A rule by the worst of its series.
     *
     * @param series how many series the rule judges
     * @param silenced whether nobody is told of its alert because a silence holds
     * @param acknowledged whether somebody looks after its alert
     */
    record RuleJson(@JsonUnwrapped ThresholdJson worst, int series, boolean silenced, boolean acknowledged) {

        static RuleJson of(Status.RuleStatus rule, Map<Subject, Alert> firing) {
            Judgement worst = rule.worst();
            Alert alert = firing.get(new Subject(worst.threshold().name(), worst.labels()));
            Attention attention = alert == null ? Attention.NONE : alert.attention();
            return new RuleJson(ThresholdJson.of(worst), rule.series(), attention.inSilence(),
                    attention.acknowledged() != null);
        }
    }

    /** What tells alerts apart. */
    record Subject(String rule, Labels labels) {}

    /**
     * All of it.
     *
     * @param problems rules and settings that somebody wrote and that are not in force, one sentence each
     */
    record StatusJson(Overall status, Instant time, String instance, List<RuleJson> thresholds,
            List<SourceJson> sources, List<ResultLineJson> results, List<String> problems) {}
}
