package io.tidemark.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.threshold.Severity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told of an alert named orders-p99 of the probe orders-read on web-1. */
class RouteTests {

    @Test
    void withoutAnyEverythingIsTold() {
        assertThat(route(Map.of()).takes(Samples.alert(Severity.WARNING))).isTrue();
    }

    @Test
    void severityMeansThisAndAbove() {
        assertThat(route(Map.of("severity", "critical")).takes(Samples.alert(Severity.WARNING))).isFalse();
        assertThat(route(Map.of("severity", "critical")).takes(Samples.alert(Severity.CRITICAL))).isTrue();
        assertThat(route(Map.of("severity", "warning")).takes(Samples.alert(Severity.CRITICAL))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"probe=\"orders-read\" | true", "{probe=\"orders-read\"} | true",
            "probe=\"orders-write\" | false", "probe=~\"orders-.*\", instance!=\"web-2\" | true",
            "alertname=\"orders-p99\",severity=\"critical\" | true", "device=\"\" | true", "device!=\"\" | false"})
    void labelsAreMatchedAsPrometheusDoes(String match, boolean taken) {
        assertThat(route(Map.of("match", match)).takes(Samples.alert(Severity.CRITICAL))).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "match | probe | .match 'probe' is not a list such as probe=\"orders\",alertname=~\"shop-.*\": expected one of = != =~ !~",
            "match | probe=orders | .match 'probe=orders' is not a list such as probe=\"orders\",alertname=~\"shop-.*\": expected '\"'",
            "severity | critcal | .severity 'critcal' is not a severity; allowed are warning, critical; did you mean 'critical'?"})
    void whatIsNotUnderstoodIsSaidInOneSentence(String setting, String value, String sentence) {
        assertThat(catchThrowable(() -> route(Map.of(setting, value))))
                .hasMessage("tidemark.alerts.channels.on-call" + sentence);
    }

    private static Route route(Map<String, String> settings) {
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.put("type", "log");
        return Objects.requireNonNull(new Channels(List.of(new LogChannel.Factory())).create(Map.of("on-call", all))
                .get("on-call")).route();
    }
}
