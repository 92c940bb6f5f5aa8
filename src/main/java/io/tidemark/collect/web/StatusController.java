package io.tidemark.collect.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tidemark.collect.Collector;
import io.tidemark.collect.Status;
import io.tidemark.collect.Status.Overall;
import io.tidemark.metric.InstanceName;
import io.tidemark.threshold.RuleReload;
import io.tidemark.threshold.ThresholdJson;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is the matter now, in one answer. */
@RestController
@RequestMapping("/api/v1/status")
class StatusController {

    private final Status status;
    private final Collector collector;
    private final InstanceName instance;
    private final RuleReload reload;

    StatusController(Status status, Collector collector, InstanceName instance, RuleReload reload) {
        this.status = status;
        this.collector = collector;
        this.instance = instance;
        this.reload = reload;
    }

    @GetMapping
    StatusJson status() {
        Status.Snapshot snapshot = status.snapshot();
        return new StatusJson(snapshot.overall(), snapshot.at(), instance.value(),
                snapshot.rules().stream().map(RuleJson::of).toList(),
                snapshot.sources().stream()
                        .map(source -> SourceJson.of(source, collector.tally(source.source().name()))).toList(),
                reload.problems());
    }

    /**
     * A rule by the worst of its series.
     *
     * @param series how many series the rule judges
     */
    record RuleJson(@JsonUnwrapped ThresholdJson worst, int series) {

        static RuleJson of(Status.RuleStatus rule) {
            return new RuleJson(ThresholdJson.of(rule.worst()), rule.series());
        }
    }

    /**
     * All of it.
     *
     * @param problems rules and settings that somebody wrote and that are not in force, one sentence each
     */
    record StatusJson(Overall status, Instant time, String instance, List<RuleJson> thresholds,
            List<SourceJson> sources, List<String> problems) {}
}
