package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.RuleText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            mon-fri 08:00-18:00 UTC,           2026-03-02T08:00:00Z, true
            mon-fri 08:00-18:00 UTC,           2026-03-02T07:59:59Z, false
            mon-fri 08:00-18:00 UTC,           2026-03-02T17:59:59Z, true
            mon-fri 08:00-18:00 UTC,           2026-03-02T18:00:00Z, false
            mon-fri 08:00-18:00 UTC,           2026-03-01T12:00:00Z, false
            fri-mon UTC,                       2026-03-01T12:00:00Z, true
            fri-mon UTC,                       2026-03-03T12:00:00Z, false
            fri 22:00-06:00 UTC,               2026-03-06T23:00:00Z, true
            fri 22:00-06:00 UTC,               2026-03-07T05:59:00Z, true
            fri 22:00-06:00 UTC,               2026-03-07T06:00:00Z, false
            fri 22:00-06:00 UTC,               2026-03-07T23:00:00Z, false
            fri 22:00-06:00 UTC,               2026-03-06T05:00:00Z, false
            08:00-18:00 Europe/Berlin,         2026-01-05T07:00:00Z, true
            08:00-18:00 Europe/Berlin,         2026-07-06T06:00:00Z, true
            08:00-18:00 Europe/Berlin,         2026-01-05T06:30:00Z, false
            02:15-02:45 Europe/Berlin,         2026-03-29T00:30:00Z, false
            02:15-02:45 Europe/Berlin,         2026-03-29T01:30:00Z, false
            02:15-02:45 Europe/Berlin,         2026-10-25T00:30:00Z, true
            02:15-02:45 Europe/Berlin,         2026-10-25T01:30:00Z, true
            """)
    void includes(String hours, Instant instant, boolean included) {
        assertThat(hours(hours).include(instant)).isEqualTo(included);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mon,tue,wed UTC           | mon-wed UTC
            sun,mon UTC               | mon,sun UTC
            mon-sun UTC               | mon-sun UTC
            mon-sun 08:00-09:00 UTC   | 08:00-09:00 UTC
            fri-mon 22:00-06:00 UTC   | mon,fri-sun 22:00-06:00 UTC
            """)
    void printsDaysInTheirShortestForm(String written, String printed) {
        assertThat(hours(written)).hasToString(printed);
    }

    @Test
    void wholeDaysNeedNoTimes() {
        assertThat(hours("sat-sun Europe/Berlin").span()).isNull();
    }

    private static Hours hours(String text) {
        RuleText rule = House.rule("system.load.1m < 1 during " + text);
        Terms terms = RuleParser.parseSupported(rule, Vocabulary.of(House.sources(List.of()))).terms();
        return Objects.requireNonNull(terms.hours());
    }
}
