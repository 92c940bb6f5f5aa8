package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Observation;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.CaffeineTarget;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import io.tidemark.probe.workload.Workload;
import io.tidemark.probe.workload.Workloads;
import io.tidemark.threshold.Rules;
import io.tidemark.threshold.Severity;
import io.tidemark.threshold.Threshold;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What workloads ship is understood by the rules, with the measures they declare, and only warns. */
class ShippedRulesTests {

    static Stream<String> workloads() {
        return Workloads.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyShippedRuleIsUnderstood(String name) {
        Workload<?> workload = Objects.requireNonNull(Workloads.all().get(name)).get();
        List<Target> targets = workload.on() == CacheSession.class
                ? List.of(new CaffeineTarget("shop"), Targets.parse("u", "shop", "redis://cache", null, null, true))
                : List.of(new H2Target("shop", Path.of("target")),
                        Targets.parse("u", "shop", "jdbc:postgresql://db/shop", "probe", null, true));
        for (Target target : targets) {
            for (String text : workload.rules(target, workload.takesSource())) {
                Threshold rule = Rules.parse(new RuleText(text, "orders", RuleText.Origin.SHIPPED, name),
                        new Sources(List.of(new Declared(workload))));

                assertThat(rule.severity()).as(text).isEqualTo(Severity.WARNING);
            }
        }
    }

    /** A probe that never runs, for what it declares. */
    private record Declared(Workload<?> workload) implements Source {

        @Override
        public String name() {
            return "orders";
        }

        @Override
        public Description description() {
            return new Description(Kind.PROBE, Duration.ofSeconds(30), "lane", workload.traits().measures(),
                    List.of());
        }

        @Override
        public Observation observe() {
            throw new IllegalStateException("is never run");
        }
    }
}
