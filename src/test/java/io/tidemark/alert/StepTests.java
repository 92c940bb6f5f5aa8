package io.tidemark.alert;

import static io.tidemark.alert.AlertState.FIRING;
import static io.tidemark.alert.AlertState.PENDING;
import static io.tidemark.alert.AlertState.RESOLVED;
import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole decision table. */
class StepTests {

    private static final Judgement OK = Judgements.ok("r", Labels.NONE, START);
    private static final Judgement BREACH = Judgements.breached("r", Labels.NONE, START);
    private static final Judgement NOT_YET = Judgements.pending("r", Labels.NONE, START);
    private static final Judgement MUTED = Judgements.muted("r", Labels.NONE, START);
    private static final Judgement NO_DATA = Judgements.noData("r", Labels.NONE, START);
    private static final Judgement UNSURE = Judgements.inconclusive("r", Labels.NONE, START);

    static Stream<Arguments> table() {
        return Stream.of(row(null, OK, Step.STAY), row(null, NOT_YET, Step.WAIT), row(null, BREACH, Step.FIRE),
                row(null, NO_DATA, Step.STAY), row(null, UNSURE, Step.STAY), row(PENDING, OK, Step.DROP),
                row(PENDING, NOT_YET, Step.STAY), row(PENDING, BREACH, Step.FIRE), row(PENDING, NO_DATA, Step.STAY),
                row(PENDING, UNSURE, Step.STAY), row(FIRING, OK, Step.RESOLVE), row(FIRING, NOT_YET, Step.STAY),
                row(FIRING, BREACH, Step.STAY), row(FIRING, NO_DATA, Step.STAY), row(FIRING, UNSURE, Step.STAY),
                row(RESOLVED, OK, Step.STAY), row(RESOLVED, NOT_YET, Step.WAIT), row(RESOLVED, BREACH, Step.FIRE),
                row(RESOLVED, NO_DATA, Step.STAY), row(RESOLVED, UNSURE, Step.STAY), row(null, MUTED, Step.WAIT),
                row(PENDING, MUTED, Step.STAY),
                row(FIRING, MUTED, Step.STAY), row(RESOLVED, MUTED, Step.WAIT));
    }

    private static Arguments row(@Nullable AlertState state, Judgement judgement, Step step) {
        return Arguments.of(state, judgement, step);
    }

    @ParameterizedTest
    @MethodSource("table")
    void goesWhereTheTableSays(@Nullable AlertState state, Judgement judgement, Step step) {
        assertThat(Step.of(state, judgement)).isEqualTo(step);
    }
}
