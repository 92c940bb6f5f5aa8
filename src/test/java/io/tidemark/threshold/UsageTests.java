package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTests {

    @ParameterizedTest
    @CsvSource({"<, 3, 4, 0.75", "<=, 8, 4, 2", ">, 8, 4, 0.5", ">=, 2, 4, 2", "<, 0, 4, 0", ">, 8, 0, 0",
            "<, 3, 0, ", ">, 0, 4, ", "==, 3, 4, ", "!=, 3, 4, ", "<, -1, 4, ", "<, , 4, ", "<, 3, , "})
    void tellsHowMuchOfTheLimitIsUsed(String operator, @Nullable Double value, @Nullable Double limit,
            @Nullable Double usage) {
        assertThat(judgement(operator, value, limit).usage())
                .isEqualTo(usage == null ? OptionalDouble.empty() : OptionalDouble.of(usage));
    }

    @Test
    void theAnswerOfStatusHasEveryField() {
        ThresholdJson json = ThresholdJson.of(judgement("<", 3.0, 4.0));
        assertThat(json).isEqualTo(new ThresholdJson("system.load.1m.critical", "system.load.1m < 1",
                Labels.NONE.values(), "OK", "CRITICAL", "fine", 3.0, 4.0, "1", SettableClock.START, null, null, 0.75,
                "system.load.1m"));
        assertThat(ThresholdJson.of(judgement("==", 3.0, 4.0)).usage()).isNull();
    }

    private static Judgement judgement(String operator, @Nullable Double value,
            @Nullable Double limit) {
        Threshold rule = Rules.parse(House.rule("system.load.1m " + operator + " 1"), House.sources(List.of()));
        return new Judgement(rule, Labels.NONE, new Verdict.Ok("fine"), SettableClock.START, SettableClock.START, null,
                null, value, limit, null);
    }
}
