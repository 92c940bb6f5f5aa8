package io.tidemark.export;

import io.tidemark.alert.Telling.DeliveryStatus;
import io.tidemark.export.Fakes.FakeSource;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Unit;
import io.tidemark.probe.TestProbes;
import io.tidemark.threshold.Severity;
import io.tidemark.threshold.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** About what a two-core machine has with nothing configured: the seven built-in probes and eight samplers. */
final class Crowd {

    private Crowd() {}

    static House onTwoCores() {
        List<FakeSource> sources = new ArrayList<>();
        List<Metric> metrics = IntStream.range(0, 50).mapToObj(i -> Metric.gauge("system.m" + i, Unit.BYTES,
                Better.NEITHER, "Sampled")).toList();
        for (String name : List.of("cpu", "memory", "disk", "filesystem", "network", "pressure", "process", "jvm")) {
            sources.add(FakeSource.sampler("system." + name, Duration.ofSeconds(1), metrics.toArray(Metric[]::new)));
        }
        Map<String, List<String>> probes = TestProbes.builtin();
        probes.forEach((name, kinds) -> sources.add(FakeSource.probe(name, kinds.toArray(String[]::new))));
        House house = new House(sources.toArray(FakeSource[]::new));
        metrics.forEach(metric -> house.read(metric, 1));
        probes.keySet().forEach(name -> house.observe(House.run(name, Map.of("operation", List.of(Duration
                .ofMillis(3))), Map.of(), new Outcome.Succeeded())));
        for (int i = 0; i < 14; i++) {
            house.judge(House.judgement(house.rule("rule-" + i, Severity.WARNING), Labels.of("probe", "p" + i),
                    new Verdict.Ok("fine"), null, 1.0, 2.0));
        }
        house.telling.counts.put("log", new DeliveryStatus(0, 0, 0, new long[13], 0));
        return house;
    }
}
