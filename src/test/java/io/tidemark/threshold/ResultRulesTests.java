package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metric.ResultNames;
import io.tidemark.metric.Sources;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about results of other tools, which no source here brings. */
class ResultRulesTests {

    private final Sources sources = new Sources(House.sources(List.of()).all(),
            new ResultNames(List.of("checkout", "nightly-*")));

    @ParameterizedTest
    @ValueSource(strings = {"probe.'checkout'.p95 < 250ms", "probe.'nightly-parse'.throughput > 10/s",
            "probe.'checkout'.http_req_waiting_p95_seconds < 200ms", "probe.'checkout'.memory_bytes < 10MiB",
            "probe.'checkout'.data_sent_bytes_per_second < 10MB/s", "probe.'checkout'.thresholds_failed < 1",
            "probe.'checkout'.p95 < probe.'orders-read'.p95", "probe.p95{probe=\"checkout\"} < 250ms"})
    void nameWhatIsListed(String rule) {
        assertThat(Rules.parse(House.rule(rule), sources).condition().toString()).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            probe.'chekout'.p95 < 1s | there is no probe 'chekout'; did you mean 'checkout'?
            probe.'weekly-results'.p95 < 1s | there is no probe 'weekly-results'; results of another tool are listed under tidemark.results before a rule names them
            probe.'checkout'.wait_seconds < 10MB | seconds
            probe.'orders-read'.wait_seconds < 1s | unknown measure 'wait_seconds'
            """)
    void areRefusedOtherwise(String rule, String sentence) {
        assertThatThrownBy(() -> Rules.parse(House.rule(rule), sources)).hasMessageContaining(sentence);
    }

    @Test
    void namesHaveTheFormOfNames() {
        assertThatThrownBy(() -> new ResultNames(List.of("a", "Big")))
                .hasMessageStartingWith("tidemark.results[1]: 'Big'");
        assertThatThrownBy(() -> new ResultNames(List.of("builtin-*"))).hasMessageContaining("reserved");
        assertThatThrownBy(() -> new Sources(sources.all(), new ResultNames(List.of("orders-read"))))
                .hasMessageContaining("'orders-read' is a source of this service already");
    }
}
