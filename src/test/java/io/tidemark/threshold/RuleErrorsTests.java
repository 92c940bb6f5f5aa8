package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.metric.RuleText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleErrorsTests {

    private final Vocabulary vocabulary = Vocabulary.of(House.sources(List.of()));

    @Test
    void saysWhereWhatAndWhatIsAllowedWithACaretBelow() {
        assertThatThrownBy(() -> parse(new RuleText("p95 < 10MB", "orders-read", RuleText.Origin.CONFIGURED,
                "tidemark.probes.orders-read.thresholds[1]"))).isInstanceOf(RuleException.class).hasMessage(
                        """
                                tidemark.probes.orders-read.thresholds[1], column 9: unit 'MB' does not fit probe.p95, which is \
                                in seconds: use ns, µs, us, ms, s, m, h or d
                                  p95 < 10MB
                                          ^""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            p95 < 10MB              | 9  | unit 'MB' does not fit probe.p95, which is in seconds: use ns, µs, us, ms, s, m, h or d
            p95 < 10                | 7  | 10 has no unit to compare it with probe.p95, which is in seconds: use ns, µs, us, ms, s, m, h or d
            p95 < 10 parsecs        | 10 | unit 'parsecs' does not fit probe.p95, which is in seconds: use ns, µs, us, ms, s, m, h or d
            p95 < 10%               | 9  | unit '%' does not fit probe.p95, which is in seconds: use ns, µs, us, ms, s, m, h or d
            allocated < 10Mb        | 15 | unit 'Mb' does not fit probe.allocated, which is in bytes: use B, kB, MB, GB, KiB, MiB or GiB
            hit_rate > 95ms         | 14 | unit 'ms' does not fit probe.hit_rate, which is a plain number: use % or no unit
            throughput > 5ms        | 15 | unit 'ms' does not fit probe.throughput, which is a number per second: use /s or no unit
            p95 < 1m30s             | 8  | unit 'm30s' does not fit probe.p95, which is in seconds: use ns, µs, us, ms, s, m, h or d
            p95 < p99 for 1m30s     | 15 | 'm30s' is no unit of a duration, which has exactly one: ms, s, m, h or d
            p95 < 1s for 10         | 14 | a duration has a unit: ms, s, m, h or d
            p95 < 1s for 0s         | 14 | a duration is a whole number of milliseconds, from 1ms to 3660d
            p95 < 1s for 0.1ms      | 14 | a duration is a whole number of milliseconds, from 1ms to 3660d
            p95 < 1s for 99999d     | 14 | a duration is a whole number of milliseconds, from 1ms to 3660d
            p95 < 1s for ever       | 14 | expected a duration such as 30s, 5m or 1h, but found 'ever'
            p95 10ms                | 5  | expected one of < <= > >= == !=, but found '10ms'
            p95 = 10ms              | 5  | expected one of < <= > >= == !=, but found '='
            p95                     | 4  | expected one of < <= > >= == !=, but the rule ends
            p95 <                   | 6  | expected a measure such as p95 or error_rate, or a metric such as system.memory.available, but the rule ends
            p95 < 10ms 5            | 12 | expected the end or one of for, in, clear, as, no data, grace, needs and during, in this order, but found '5'
            p95 < 1s as warning for 1m | 21 | expected the end or one of for, in, clear, as, no data, grace, needs and during, in this order, but found 'for'
            p95 < 1s as fatal       | 13 | expected warning or critical, but found 'fatal'
            p95 < 1s in many of 5   | 13 | expected a count from 1 to 60, but found 'many'
            p95 < 1s in 3 out of 5  | 15 | expected 'of' and a count, as in 3 of 5, but found 'out'
            p95 < 1s in 6 of 5      | 10 | 6 of 5 is impossible: the first count is at most the second
            p95 < baseline + 10     | 18 | expected a percentage such as 10%, but found '10'
            p95 present             | 12 | expected 'within' and a duration, as in present within 5m, but the rule ends
            p59 < 1s                | 1  | unknown metric 'p59'; did you mean 'p50'?
            eror_rate < 1%          | 1  | unknown metric 'eror_rate'; did you mean 'error_rate'?
            latency < 1s            | 1  | probe.latency is a distribution, which has no single newest value: use p95 for the last run, or p95(latency, 5m) for a window
            p95 < latency           | 7  | probe.latency is a distribution, which has no single newest value: use p95 for the last run, or p95(latency, 5m) for a window
            sum(latency, 5m) < 1s   | 1  | sum cannot be taken of probe.latency: use avg, min, max, p50, p90, p95, p99 or p99.9
            rate(latency, 5m) < 1s  | 1  | rate cannot be taken of probe.latency: use avg, min, max, p50, p90, p95, p99 or p99.9
            rate(p95, 5m) < 1s      | 1  | rate needs a counter, and probe.p95 goes up and down: use avg for its level or growth for its trend
            p98(latency, 5m) < 1s   | 1  | unknown function 'p98': use avg, min, max, sum, last, rate, growth, p50, p90, p95, p99 or p99.9
            p95(latency) < 1s       | 12 | expected ',' and the length of the window, as in p95(latency, 5m), but found ')'
            p95(latency, 5m < 1s    | 17 | expected ')', but found '<'
            p95{ < 1s               | 6  | expected a label's name, but found '<'
            p95{operation} < 1s     | 14 | expected '=', but found '}'
            p95{operation=read} < 1s | 15 | expected a value in double quotes, but found 'read'
            p95{operation="read" < 1s | 22 | expected ',' or '}', but found '<'
            p95{operation="a",operation="b"} < 1s | 19 | the label 'operation' is given twice
            p95{operation="a",phase="b"} < 1s | 4 | probe.p95 can be narrowed by one label: operation or phase
            p95{mode="a"} < 1s      | 4  | probe.p95 can be narrowed by one label: operation or phase
            error_rate{operation="read"} < 1% | 11 | probe.error_rate is of the whole run and cannot be narrowed by operation
            p95{probe="orders-read"} < 1s | 4 | the probe is named already: leave the label 'probe' out
            p95 < error_rate        | 7  | probe.error_rate is a plain number and cannot be compared with probe.p95, which is in seconds
            p95 < 80% of allocated  | 14 | probe.allocated is in bytes and cannot be compared with probe.p95, which is in seconds
            Slow: p95 < 1s          | 1  | the name 'Slow' must start with a lower-case letter, then letters, digits or '-', at most 63 characters
            a.b: p95 < 1s           | 1  | the name 'a.b' must start with a lower-case letter, then letters, digits or '-', at most 63 characters
            : p95 < 1s              | 1  | the name '' must start with a lower-case letter, then letters, digits or '-', at most 63 characters
            builtin-x: p95 < 1s     | 1  | the name 'builtin-x' starts with 'builtin-', which is reserved for rules that come with the product
            """)
    void explainsWhatIsWrongInsideAProbe(String text, int column, String sentence) {
        check(House.probeRule(text), column, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            p95 < 10ms              | 1  | 'p95' alone stands for a measure only inside a probe: write probe.'<name>'.p95
            system.load.2m < 4      | 1  | unknown metric 'system.load.2m'; did you mean 'system.load.1m'?
            system.memory.free > 1GB | 1 | unknown metric 'system.memory.free'; did you mean 'system.memory.total'?
            probe.'orders'.p95 < 1s | 1  | there is no probe 'orders'; did you mean 'orders-read'?
            probe.'orders-read'.p59 < 1s | 21 | unknown measure 'p59'; did you mean 'p50'?
            probe.'orders-read' < 1s | 21 | expected '.', but found '<'
            probe.'orders-read'. < 1s | 22 | expected a measure such as p95 or error_rate after probe.'orders-read'., but found '<'
            probe.orders-read.p95 < 1s | 1 | unknown metric 'probe.orders': the name of a probe stands in single quotes, as in probe.'orders-direct'.p95
            probe.p95{probe="orders"} < 1s | 10 | there is no probe 'orders'; did you mean 'orders-read'?
            rate(system.load.1m, 5m) < 1 | 1 | rate needs a counter, and system.load.1m goes up and down: use avg for its level or growth for its trend
            rate(system.disk.read, 5m) < 1MB | 31 | unit 'MB' does not fit rate(system.disk.read), which is in bytes per second: use B/s, kB/s, MB/s, GB/s, KiB/s, MiB/s or GiB/s
            < 10ms                  | 1  | expected a metric such as system.memory.available or a measure such as probe.'orders-read'.p95, but found '<'
            10ms > p95              | 1  | expected a metric such as system.memory.available or a measure such as probe.'orders-read'.p95, but found '10ms'
            """)
    void explainsWhatIsWrongOutsideAProbe(String text, int column, String sentence) {
        check(House.rule(text), column, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            p95 < baseline + 10%                | 7  | 'baseline' is not supported yet by this version
            p95 < 10ms clear baseline           | 18 | 'baseline' is not supported yet by this version
            p95 < baseline in 3 of 5 clear 8ms  | 7  | 'baseline' is not supported yet by this version
            p95 < baseline as fatal             | 19 | expected warning or critical, but found 'fatal'
            """)
    void refusesWhatItUnderstandsAndCannotJudgeYet(String text, int column, String sentence) {
        check(House.probeRule(text), column, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            p95 < 10ms in 0 of 5            | 15 | 0 is out of range: a count is 1 to 60
            p95 < 10ms in 3 of 61           | 20 | 61 is out of range: a count is 1 to 60
            p95 < 10ms in 6 of 5            | 12 | 6 of 5 is impossible: the first count is at most the second
            p95 < 10ms clear 12ms           | 18 | a breach of < 10ms would be over at 12ms before it began: the level to clear at is on the other side of the limit
            throughput > 100 clear 90       | 24 | a breach of > 100 would be over at 90 before it began: the level to clear at is on the other side of the limit
            violations == 0 clear 0         | 23 | a level to clear at needs a condition with < <= > or >=
            p95 present within 5m clear 1s  | 29 | a level to clear at needs a condition with < <= > or >=
            p95 present 5m                  | 13 | expected 'within' and a duration, as in present within 5m, but found '5m'
            p95 < 10ms no breach            | 15 | expected 'data', as in no data breach, but found 'breach'
            p95 < 10ms no data ignore       | 20 | expected keep or breach, but found 'ignore'
            p95 < 10ms grace soon           | 18 | expected a duration such as 30s, 5m or 1h, but found 'soon'
            p95 < 10ms needs order-read     | 18 | there is no source 'order-read'; did you mean 'orders-read'?
            p95 < 10ms during mon-fry UTC   | 19 | 'fry' is no day: use mon, tue, wed, thu, fri, sat or sun
            p95 < 10ms during mon, UTC      | 24 | expected a day after the comma, but found 'UTC'
            p95 < 10ms during mon 8-18 UTC  | 23 | expected a time zone such as Europe/Berlin or UTC, but found '8-18'
            p95 < 10ms during 08:00-25:00 UTC | 19 | '25:00' is no time of day: use 00:00 to 23:59
            p95 < 10ms during 08:00-08:00 UTC | 19 | a span that begins and ends at 08:00 is empty: leave the times out for whole days
            p95 < 10ms during mon Europe/Berlim | 23 | there is no time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?
            p95 < 10ms during UTC           | 19 | expected days or times, as in mon-fri 08:00-18:00 Europe/Berlin, but found 'UTC'
            p95 < 10ms grace 5m no data keep | 21 | expected the end or one of for, in, clear, as, no data, grace, needs and during, in this order, but found 'no'
            """)
    void explainsWhatIsWrongBehindTheCondition(String text, int column, String sentence) {
        check(House.probeRule(text), column, sentence);
    }

    @Test
    void anEmptyRuleSaysWhatIsExpected() {
        check(House.rule("  "), 3, "expected a metric such as system.memory.available or a measure such as"
                + " probe.'orders-read'.p95, but the rule ends");
    }

    @Test
    void aRuleOfEndlessLengthIsRefused() {
        assertThatThrownBy(() -> parse(House.rule("x".repeat(1001)))).isInstanceOf(RuleException.class)
                .hasMessageContaining("a rule has at most 1000 characters");
    }

    @Test
    void aRuleOverSeveralLinesIsShownOnOne() {
        assertThatThrownBy(() -> parse(House.probeRule("p95 <\n10MB"))).hasMessageEndingWith("""
                p95 < 10MB
                        ^""".indent(2).stripTrailing());
    }

    private void check(RuleText rule, int column, String sentence) {
        RuleException refused = catchThrowableOfType(RuleException.class, () -> parse(rule));
        assertThat(refused.getMessage().lines().findFirst()).as(rule.text())
                .hasValue(rule.where() + ", column " + column + ": " + sentence);
        assertThat(refused.getMessage().lines().toList().getLast()).isEqualTo("  " + " ".repeat(column - 1) + "^");
    }

    private Rule parse(RuleText rule) {
        return RuleParser.parseSupported(rule, vocabulary);
    }
}
