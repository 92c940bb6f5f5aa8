package io.tidemark.threshold.web;

import io.tidemark.metric.Nearest;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Thresholds;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules and what they say now, read only. */
@RestController
@RequestMapping("/api/v1/thresholds")
class ThresholdController {

    private final Thresholds thresholds;

    ThresholdController(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    @GetMapping
    Page<RuleJson> list() {
        Map<Threshold, List<Judgement>> judgements = thresholds.current().stream()
                .collect(Collectors.groupingBy(Judgement::threshold));
        return new Page<>(thresholds.rules().stream()
                .map(rule -> RuleJson.of(rule, judgements.getOrDefault(rule, List.of()))).toList(), null);
    }

    @GetMapping("/{name}")
    RuleJson one(@PathVariable String name) {
        Threshold rule = thresholds.rules().stream().filter(r -> r.name().equals(name)).findFirst()
                .orElseThrow(() -> ProblemException.notFound("there is no threshold '" + name + "'"
                        + Nearest.hint(name, thresholds.rules().stream().map(Threshold::name).toList())));
        return RuleJson.of(rule, thresholds.current().stream().filter(j -> j.threshold().equals(rule)).toList());
    }
}
