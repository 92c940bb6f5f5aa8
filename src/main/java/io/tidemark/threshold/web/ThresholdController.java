package io.tidemark.threshold.web;

import io.tidemark.metric.Nearest;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.RuleBook;
import io.tidemark.threshold.RuleBook.Change;
import io.tidemark.threshold.RuleBook.Wanted;
import io.tidemark.threshold.RuleSet;
import io.tidemark.threshold.RuleSet.Unjudged;
import io.tidemark.threshold.StoredRule;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Thresholds;
import io.tidemark.web.ApiSettings;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import io.tidemark.web.Who;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** The rules and what they say now; those that are stored can be given, changed and removed. */
@RestController
@RequestMapping("/api/v1/thresholds")
class ThresholdController {

    private static final String WHERE = "rule";

    private final Thresholds thresholds;
    private final RuleBook rules;
    private final ApiSettings api;

    ThresholdController(Thresholds thresholds, RuleBook rules, ApiSettings api) {
        this.thresholds = thresholds;
        this.rules = rules;
        this.api = api;
    }

    @GetMapping
    Page<RuleJson> list() {
        RuleSet set = rules.set();
        Map<Threshold, List<Judgement>> judgements = thresholds.current().stream()
                .collect(Collectors.groupingBy(Judgement::threshold));
        return new Page<>(Stream.concat(
                set.rules().stream().map(rule -> RuleJson.of(rule, judgements.getOrDefault(rule, List.of()))),
                set.unjudged().stream().map(RuleJson::of)).toList(), null);
    }

    @GetMapping("/{name}")
    RuleJson one(@PathVariable String name) {
        RuleSet set = rules.set();
        Optional<Threshold> judged = set.find(name);
        if (judged.isPresent()) {
            Threshold rule = judged.get();
            return RuleJson.of(rule, thresholds.current().stream().filter(j -> j.threshold().equals(rule)).toList());
        }
        return set.unjudged().stream().filter(kept -> kept.rule().name().equals(name)).findFirst().map(RuleJson::of)
                .orElseThrow(() -> unknown(name, set));
    }

    /** Creates or changes a stored rule; it is in force when the answer comes. */
    @PutMapping("/{name}")
    ResponseEntity<RuleJson> put(@PathVariable String name, @RequestBody Body body, HttpServletRequest request) {
        Change change = rules.put(List.of(new Wanted(new StoredRule(name, body.text()), WHERE)), Who.of(request, api))
                .getFirst();
        return switch (change) {
            case CREATED -> ResponseEntity.created(UriComponentsBuilder.fromPath("/api/v1/thresholds/{name}")
                    .build(name)).body(one(name));
            case CHANGED, UNCHANGED -> ResponseEntity.ok(one(name));
        };
    }

    @DeleteMapping("/{name}")
    ResponseEntity<Void> remove(@PathVariable String name, HttpServletRequest request) {
        if (!rules.remove(name, Who.of(request, api))) {
            throw unknown(name, rules.set());
        }
        return ResponseEntity.noContent().build();
    }

    private static ProblemException unknown(String name, RuleSet set) {
        return ProblemException.notFound("there is no threshold '" + name + "'"
                + Nearest.hint(name, Stream.concat(set.rules().stream().map(Threshold::name),
                        set.unjudged().stream().map(Unjudged::rule).map(StoredRule::name)).toList()));
    }

    /**
     * A rule as it is given.
     *
     * @param rule one line of the condition grammar
     */
    record Body(@Nullable String rule) {

        String text() {
            if (rule == null || rule.isBlank()) {
                throw ProblemException.badRequest("the field 'rule' is missing: one line such as system.load.1m < 8");
            }
            return rule.strip();
        }
    }
}
