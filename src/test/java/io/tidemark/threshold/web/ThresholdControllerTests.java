package io.tidemark.threshold.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Observation;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.metric.Unit;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.MemoryRuleStore;
import io.tidemark.threshold.RuleBooks;
import io.tidemark.threshold.Rules;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Thresholds;
import io.tidemark.threshold.Verdict;
import io.tidemark.web.ApiSettings;
import io.tidemark.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

class ThresholdControllerTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Threshold RULE = Rules.parse(
            new RuleText("system.load.1m < 4 for 1m as warning", null, Origin.CONFIGURED, "here"),
            new Sources(List.of(new Load())));

    private final ThresholdController controller = new ThresholdController(new Fixed(),
            RuleBooks.of(new Sources(List.of(new Load())),
                    List.of(new RuleText("system.load.1m < 4 for 1m as warning", null, Origin.CONFIGURED, "here")),
                    new MemoryRuleStore()),
            new ApiSettings(null, false));
    private final MockMvcTester mvc = MockMvcTester.of(controller);

    private static final String ANSWER = """
            {"name": "system.load.1m.warning", "condition": "system.load.1m < 4", "forSeconds": 60.0,
             "severity": "WARNING", "origin": "CONFIGURED", "text": "system.load.1m < 4 for 1m as warning",
             "unjudged": null, "judgements": [{"labels": {"host": "a"}, "verdict": "BREACHED", "reason": "too high", "value": 5.0,
              "limit": 4.0, "unit": "1", "since": "2026-03-01T12:00:00Z", "pendingUntil": "2026-03-01T12:01:00Z",
              "muted": null,
              "match": "system.load.1m{host=\\"a\\"}"}]}""";

    @Test
    void listsRulesWithWhatTheySay() {
        assertThat(mvc.get().uri("/api/v1/thresholds")).hasStatusOk().bodyJson()
                .isStrictlyEqualTo("{\"items\": [" + ANSWER + "], \"next\": null}");
    }

    @Test
    void answersOneRuleByItsName() {
        assertThat(mvc.get().uri("/api/v1/thresholds/system.load.1m.warning")).hasStatusOk().bodyJson()
                .isStrictlyEqualTo(ANSWER);
    }

    @Test
    void namesTheNearestRuleWhenThereIsNoneOfThatName() {
        assertThatThrownBy(() -> controller.one("system.load.warning")).isInstanceOfSatisfying(ProblemException.class,
                problem -> assertThat(problem.status()).isEqualTo(HttpStatus.NOT_FOUND)).hasMessage(
                        "there is no threshold 'system.load.warning'; did you mean 'system.load.1m.warning'?");
    }

    private record Fixed() implements Thresholds {

        @Override
        public List<Threshold> rules() {
            return List.of(RULE);
        }

        @Override
        public List<Judgement> current() {
            return List.of(new Judgement(RULE, Labels.of("host", "a"), new Verdict.Breached("too high"), NOON, NOON,
                    NOON.plusSeconds(60), null, 5.0, 4.0, NOON));
        }

        @Override
        public void resume(Collection<OpenBreach> breaches) {}

        @Override
        public List<Judgement> judge(Observation observation) {
            return List.of();
        }

        @Override
        public List<Judgement> due(Instant now) {
            return List.of();
        }
    }

    private record Load() implements Source {

        @Override
        public String name() {
            return "system.load";
        }

        @Override
        public Description description() {
            return new Description(Kind.SAMPLER, Duration.ofSeconds(1), "host",
                    List.of(Metric.gauge("system.load.1m", Unit.ONE, Better.LOWER, "made up")), List.of());
        }

        @Override
        public Observation observe() {
            throw new UnsupportedOperationException("not asked");
        }
    }
}
