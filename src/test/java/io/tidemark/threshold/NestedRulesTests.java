package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.threshold.NestedRules.Entry;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups of numbers as performance suites keep them, and the rules they stand for. */
class NestedRulesTests {

    private final NestedRules nested = new NestedRules(RuleBooks.sources());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            orders-read   | p95_max_ms                 | 10    | orders-read-p95-max         | probe.'orders-read'.p95 <= 10ms
            orders-read   | latency_max_ms             | 10    | orders-read-latency-max     | probe.'orders-read'.p95 <= 10ms
            orders-read   | p99_9_max_s                | 0.5   | orders-read-p99-9-max       | probe.'orders-read'.p99.9 <= 0.5s
            orders-read   | throughput_min_per_sec     | 2000  | orders-read-throughput-min  | probe.'orders-read'.throughput >= 2000/s
            orders-read   | error_rate_max_percent     | 1     | orders-read-error-rate-max  | probe.'orders-read'.error_rate <= 1%
            orders-read   | violations_max             | 0     | orders-read-violations-max  | probe.'orders-read'.violations <= 0
            system.memory | available_min_gb           | 2     | system-memory-available-min | system.memory.available >= 2GB
            system        | memory_available_min_mib   | 512   | system-memory-available-min | system.memory.available >= 512MiB
            system.load   | 1m_max                     | 8     | system-load-1m-max          | system.load.1m <= 8
            shop          | resident_max_mb            | 10    | shop-resident-max           | process.resident{process="shop"} <= 10MB
            process       | open_files_max_count       | 100   | process-open-files-max      | process.open_files <= 100
            """)
    void anEntryIsARule(String group, String key, String limit, String name, String text) {
        assertThat(nested.read(new Entry(group, key, new BigDecimal(limit)), "here").rule())
                .isEqualTo(new StoredRule(name, text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            orders-read   | p95_max_ms               | 10
            orders-read   | throughput_min_per_sec   | 2000
            orders-read   | error_rate_max_percent   | 1
            system.memory | available_min_gb         | 2
            shop          | resident_max_mb          | 10
            process       | open_files_max           | 100
            """)
    void aRuleIsTheEntryAgain(String group, String key, String limit) {
        Entry entry = new Entry(group, key, new BigDecimal(limit));
        assertThat(nested.write(nested.read(entry, "here").rule())).contains(entry);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            orders-read-p95-max | probe.'orders-read'.p95 < 10ms
            orders-read-p95-max | probe.'orders-read'.p95 <= 10ms for 1m
            fast                | probe.'orders-read'.p95 <= 10ms
            orders-read-p95-max | p95(probe.'orders-read'.latency, 5m) <= 10ms
            gone                | probe.'gone'.p95 <= 10ms
            """)
    void whatItCannotSayExactlyIsNoEntry(String name, String text) {
        assertThat(nested.write(new StoredRule(name, text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            orders-read | p95_ms         | here: 'p95_ms' is not understood: a key is a measure, then _min or _max, then a unit, as in p95_max_ms
            orders-read | p59_max_ms     | here: a probe has no measure 'p59'; did you mean 'p50'? Known: latency, p50, p90, p95
            orders-red  | p95_max_ms     | here: 'orders-red' is no probe, no watched process and no beginning of a metric; did you mean 'orders-read'? Known: orders-direct, orders-read
            orders-read | p95_max_parsec | here: unknown unit 'parsec'. Known: per_sec, count, ratio, percent
            orders-read | p95_max_mb     | here, column 29: unit 'MB' does not fit probe.p95, which is in seconds
            system.swap | free_min_gb    | here: there is no metric 'free' under 'system.swap'. Known: system.swap.used
            """)
    void whatIsNotUnderstoodIsNamedWithWhatIsKnown(String group, String key, String message) {
        assertThatThrownBy(() -> nested.read(new Entry(group, key, BigDecimal.ONE), "here"))
                .isInstanceOf(RuleException.class).hasMessageStartingWith(message);
    }

    @Test
    void aNumberTooLargeToWriteIsRefusedBeforeItIsWritten() {
        assertThatThrownBy(
                () -> nested.read(new Entry("orders-read", "p95_max_ms", new BigDecimal("1e999999999")), "x"))
                .isInstanceOf(RuleException.class).hasMessageContaining("at most 18 digits");
    }
}
