package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Observation;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import io.tidemark.probe.workload.Workload;
import io.tidemark.probe.workload.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that come with workloads are rules, on measures there are, each with a name of its own. */
class WorkloadRulesTests {

    private static final Target DATABASE = Targets.parse("url", "shop", "jdbc:postgresql://db/shop", null, null, true,
            Limits.USUAL);
    private static final Target CACHE = Targets.parse("url", "cache", "redis://cache", null, null, true, Limits.USUAL);

    @Test
    void ofEveryWorkloadAllCanBeUsedAndWarn() {
        Sources sources = new Sources(Workloads.all().values().stream().<Source>map(maker -> new Probe(maker.get()))
                .toList());
        List<Threshold> rules = Rules.all(sources, new ConfiguredRules(List.of()), List.of()).rules();

        assertThat(rules).hasSizeGreaterThan(Workloads.all().size() / 2)
                .allSatisfy(rule -> assertThat(rule.severity()).isEqualTo(Severity.WARNING))
                .allSatisfy(rule -> assertThat(rule.forDuration()).isEqualTo(Duration.ofMinutes(1)));
    }

    /** Never observed. */
    private record Probe(Workload<?> workload) implements Source {

        @Override
        public String name() {
            return workload.traits().name();
        }

        @Override
        public Description description() {
            Target target = workload.on() == DatabaseSession.class ? DATABASE : CACHE;
            Stream<RuleText> rules = workload.rules(target, true).stream()
                    .map(text -> new RuleText(text, name(), Origin.SHIPPED, name()));
            return new Description(Kind.PROBE, Duration.ofSeconds(30), target.name(), workload.traits().measures(),
                    rules.toList());
        }

        @Override
        public Observation observe() {
            throw new UnsupportedOperationException();
        }
    }
}
