package io.tidemark.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesSelectorTests {

    private static final Series SHOP = new Series("process.resident", Labels.of("process", "shop"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "process.resident | true",
            "process.resident{process=\"shop\"} | true",
            "process.resident{ process = \"shop\" , pid=\"\" } | true",
            "process.resident{process!=\"shop\"} | false",
            "process.resident{process=~\"sh.*\"} | true",
            "process.resident{process=~\"sh\"} | false",
            "process.resident{process!~\"sh.*\"} | false",
            "process.virtual | false"})
    void readsPrometheusMatchers(String text, boolean matches) {
        assertThat(SeriesSelector.parse(text).matches(SHOP)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"process.resident", "a.b{x=\"1\"}", "a.b{x=\"q\\\"uote\",y=~\"z\"}",
            "a.b{x!~\"1\",y!=\"2\"}"})
    void printsWhatItReads(String text) {
        assertThat(SeriesSelector.parse(text)).hasToString(text).isEqualTo(SeriesSelector.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`` | column 1: expected a metric name",
            "a{ | column 3: expected a label name",
            "a{x | one of = != =~ !~",
            "a{x=1} | column 5: expected '\"'",
            "a{x=~\"(\"} | a regular expression",
            "a{x=\"1\"} b | expected the end"})
    void saysWhereItIsNotUnderstood(String text, String message) {
        assertThatThrownBy(() -> SeriesSelector.parse(text == null ? "" : text))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void picksExactLabels() {
        assertThat(SeriesSelector.of("process.resident", Labels.of("process", "shop")).matches(SHOP)).isTrue();
        assertThat(SeriesSelector.of("process.resident", Labels.of("process", "other")).matches(SHOP)).isFalse();
    }

    @Test
    void limitsRegularExpressions() {
        assertThat(SeriesSelector.parse("a{b=~\"" + "x".repeat(200) + "\"}").matchers()).hasSize(1);
        assertThat(SeriesSelector.parse("a{b=\"" + "x".repeat(201) + "\"}").matchers()).hasSize(1);
        assertThatThrownBy(() -> SeriesSelector.parse("a{b!~\"" + "(".repeat(201) + "\"}"))
                .hasMessageEndingWith("at column 6: expected a regular expression of at most 200 characters");
    }
}
