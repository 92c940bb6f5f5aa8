package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.RuleText;
import io.tidemark.threshold.Condition.Comparison;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleParserTests {

    private final Vocabulary vocabulary = Vocabulary.of(House.sources(List.of()));

    @ParameterizedTest
    @ValueSource(strings = {"p95 < 10ms", "p99.9 <= 1.5s", "error_rate < 1% for 2m", "throughput > 100/s",
            "throughput > 100", "violations == 0", "p95{operation=\"read\"} < 10ms", "p95{phase=\"commit\"} < 10ms",
            "p95 < probe.'orders-direct'.p95", "p95 < 300% of p50", "min > 0", "tokens > 30/s",
            "allocated < 512kB as warning", "p95 < baseline + 10% as warning", "p95 < baseline - 2.5%",
            "p95 < baseline", "avg(latency, 10m) < 5ms", "p99.9(latency{operation=\"read\"}, 1h) < 1s",
            "avg(hit_rate, 5m) >= 95%", "p95 < 10ms in 3 of 5", "p95 < 10ms clear 8ms",
            "p95 < 10ms for 1m in 3 of 5 clear 8ms as warning", "p95 present within 5m",
            "orders: p95 present within 5m for 1m as critical"})
    void readsAndPrintsRulesOfAProbe(String text) {
        assertThat(RuleParser.parse(House.probeRule(text), vocabulary)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"system.memory.available > 10% of system.memory.total for 1m",
            "process.open_files{process=\"shop\"} < 80% of process.max_files",
            "avg(system.cpu.utilization, 5m) < 90% as warning",
            "orders-p99: p99(probe.'orders-read'.latency, 5m) < 250ms for 2m clear 200ms as critical",
            "system.load.1m < 4.5", "rate(system.cpu.time{mode=\"idle\"}, 1m) > 0.1", "max(system.load.1m, 90s) != 3",
            "rate(system.disk.read{device=\"sda\"}, 5m) < 50MB/s", "rate(system.network.errors, 1m) < 1/s",
            "growth(process.resident{process=\"self\"}, 1h) < 20MiB",
            "rate(system.disk.read{device=\"sda\"}, 1h) > 80% of rate(system.disk.read, 1h)",
            "avg(system.load.1m, 1m) < max(system.load.1m, 1d)", "system.swap.used < system.memory.total",
            "sum(system.network.errors, 500ms) < 1", "last(system.load.1m, 1m) < 8", "probe.p95 < 1s",
            "probe.p99.9{operation=\"read\",probe=\"orders-read\"} < 1s", "system.swap.used > -1B",
            "probe.'orders-read'.p99.9 < 1s", "probe.'orders-read'.p95{operation=\"read\"} < 1s",
            "process.resident{process=\"a \\\"quoted\\\" \\\\ name\",x=\"}\"} < 1GB"})
    void readsAndPrintsRulesOnMetrics(String text) {
        assertThat(RuleParser.parse(House.rule(text), vocabulary)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            p95<10ms                      | p95 < 10ms
            p95 < 10 ms                   | p95 < 10ms
            p95 < 10us                    | p95 < 10µs
            p95 < 10.50ms                 | p95 < 10.5ms
            p95 < 0010ms                  | p95 < 10ms
            error_rate < 1 % for 120s     | error_rate < 1% for 2m
            name : p95 < 1s               | name: p95 < 1s
            p95 < 1s for 0.5h             | p95 < 1s for 30m
            p95( latency , 60s )<1s       | p95(latency, 1m) < 1s
            p95 { operation = "read" } <1s| p95{operation="read"} < 1s
            p95 < 80 %of p99              | p95 < 80% of p99
            """)
    void printsTheCanonicalForm(String text, String canonical) {
        assertThat(RuleParser.parse(House.probeRule(text), vocabulary)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            p95 < 10ms               | 0.01
            p95 < 250µs              | 0.00025
            p95 < 7ns                | 0.000000007
            p95 < 2m                 | 120
            p95 < 1.5h               | 5400
            p95 < 1d                 | 86400
            allocated < 1kB          | 1000
            allocated < 1KiB         | 1024
            allocated < 1.5GB        | 1500000000
            allocated < 1GiB         | 1073741824
            allocated < 2MiB         | 2097152
            hit_rate > 95%           | 0.95
            error_rate < 0.1%        | 0.001
            throughput > 5/s         | 5
            """)
    void turnsUnitsIntoBaseUnits(String text, double value) {
        Comparison comparison = (Comparison) RuleParser.parse(House.probeRule(text), vocabulary).condition();
        assertThat(((Limit.Constant) comparison.limit()).quantity().value()).isEqualTo(value);
    }

    @Test
    void readsEveryPart() {
        Rule rule = RuleParser.parse(
                House.rule("slow: p99(probe.'orders-read'.latency, 5m) >= 80% of probe.'orders-direct'.p99"
                        + " for 90s in 3 of 5 clear 95% of probe.'orders-direct'.p99 as warning no data breach grace 5m"
                        + " needs orders-direct during mon UTC"),
                vocabulary);
        Ref.OfProbe latency = new Ref.OfProbe("orders-read", metric("probe.latency"), Labels.NONE);
        Ref.OfProbe direct = new Ref.OfProbe("orders-direct", metric("probe.p99"), Labels.NONE);
        assertThat(rule).isEqualTo(new Rule("slow",
                new Comparison(new Measure.Over(Aggregate.P99, latency, Duration.ofMinutes(5)), Operator.AT_LEAST,
                        new Limit.Share(new BigDecimal("80"), new Measure.Now(direct))),
                Duration.ofSeconds(90), new Rule.Share(3, 5),
                new Limit.Share(new BigDecimal("95"), new Measure.Now(direct)), Severity.WARNING,
                new Terms(Terms.Absence.BREACH, Duration.ofMinutes(5), "orders-direct",
                        new Hours(new TreeSet<>(Set.of(DayOfWeek.MONDAY)), null, ZoneId.of("UTC")))));
    }

    @Test
    void aMeasureInsideAProbeStandsForThatProbe() {
        Threshold rule = Rules.parse(House.probeRule("p95{operation=\"read\"} < 10ms"), House.sources(List.of()));
        assertThat(rule.condition().measure().ref().series())
                .hasToString("probe.p95{operation=\"read\",probe=\"orders-read\"}");
    }

    @Test
    void aRuleFoldedOverLinesIsOneRule() {
        assertThat(RuleParser.parse(House.probeRule("\n p95 <\n\t10ms\n"), vocabulary)).hasToString("p95 < 10ms");
    }

    @Test
    void knowsWhatItIsCalledWithoutAName() {
        assertThat(name(House.probeRule("p95 < 10ms"))).isEqualTo("orders-read.p95.critical");
        assertThat(name(House.probeRule("p99.9 < 10ms as warning"))).isEqualTo("orders-read.p99.9.warning");
        assertThat(name(House.probeRule("p99(latency, 5m) < 10ms"))).isEqualTo("orders-read.latency.critical");
        assertThat(name(House.rule("probe.p95{probe=\"orders-direct\"} < 1s"))).isEqualTo("orders-direct.p95.critical");
        assertThat(name(House.rule("probe.p95 < 1s"))).isEqualTo("probe.p95.critical");
        assertThat(name(House.rule("avg(system.load.1m, 5m) < 4"))).isEqualTo("system.load.1m.critical");
        assertThat(name(House.rule("mine: system.load.1m < 4"))).isEqualTo("mine");
        assertThat(name(House.shipped("system.load.1m < 4"))).isEqualTo("system.load.1m.warning");
        assertThat(name(House.shipped("builtin-load: system.load.1m < 4"))).isEqualTo("builtin-load");
    }

    private static String name(RuleText text) {
        return Rules.parse(text, House.sources(List.of())).name();
    }

    private Metric metric(String name) {
        return vocabulary.metric(name).orElseThrow();
    }
}
