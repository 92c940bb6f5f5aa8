package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.metric.SeriesSelector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each judgement names the series to draw beside it. */
class MatchTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            system.load.1m < 1 | system.load.1m
            avg(system.cpu.utilization, 5m) < 90% | system.cpu.utilization
            process.resident{process="shop"} < 1GB | process.resident{process="shop"}
            probe.'orders-read'.p95 < 10ms | probe.p95{probe="orders-read"}
            probe.'orders-read'.p95{operation="read"} < 10ms | probe.p95{operation="read",probe="orders-read"}
            p99(probe.'orders-read'.latency, 5m) < 1s | probe.p99{probe="orders-read"}
            avg(probe.'orders-read'.latency, 5m) < 1s | probe.mean{probe="orders-read"}
            p99.9(probe.'orders-read'.latency, 5m) < 1s | probe.p99.9{probe="orders-read"}
            max(probe.'orders-read'.p95, 5m) < 1s | probe.p95{probe="orders-read"}
            """)
    void namesTheNearestSeriesThatCanBeDrawn(String rule, String match) {
        assertThat(judgement(rule, Labels.NONE).match()).isEqualTo(match);
        assertThat(SeriesSelector.parse(match)).hasToString(match);
    }

    @Test
    void namesTheJudgedOneOfSeveralSeries() {
        assertThat(judgement("process.open_files < 100", Labels.of("process", "a \"quoted\" one")).match())
                .isEqualTo("process.open_files{process=\"a \\\"quoted\\\" one\"}");
    }

    private static Judgement judgement(String rule, Labels labels) {
        Threshold threshold = Rules.parse(House.rule(rule), House.sources(List.of()));
        return new Judgement(threshold, labels, new Verdict.Ok("fine"), SettableClock.START, SettableClock.START, null,
                null, null, null, null);
    }
}
