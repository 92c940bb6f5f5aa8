package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.sampling.Budget.Pace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Turned clock = new Turned();
    private final Turned processor = new Turned();
    private final Budget budget = new Budget(0.01, clock, processor);
    private final Pace essential = budget.pace(SECOND, true);
    private final Pace optional = budget.pace(SECOND, false);

    @Test
    void slowsWhatIsOptionalUntilTheReadingsFitAndRestoresItWhenTheyAreCheapAgain() {
        minutes(6, Duration.ofMillis(4), Duration.ofMillis(20));
        assertThat(essential.interval()).isEqualTo(SECOND);
        assertThat(optional.interval()).isEqualTo(Duration.ofSeconds(4));
        assertThat(budget.now().slowed()).isOne();
        assertThat(budget.now().used()).isCloseTo(0.009, within(0.001));

        minutes(12, Duration.ofMillis(4), Duration.ofMillis(2));
        assertThat(optional.interval()).isEqualTo(SECOND);
        assertThat(budget.now().slowed()).isZero();
        assertThat(budget.now().used()).isCloseTo(0.006, within(0.001));
    }

    @Test
    void leavesIntervalsAloneWithinTheBudget() {
        minutes(10, Duration.ofMillis(4), Duration.ofMillis(4));
        assertThat(optional.interval()).isEqualTo(SECOND);
        assertThat(budget.now().budget()).isEqualTo(0.01);
    }

    @Test
    void tellsWhatIsUsedBeforeTheFirstMinuteIsOver() {
        assertThat(budget.now().used()).isZero();
        clock.forward(Duration.ofSeconds(10));
        read(essential, Duration.ofMillis(50));
        assertThat(budget.now().used()).isCloseTo(0.005, within(1e-9));
    }

    private void minutes(int minutes, Duration costOfEssential, Duration costOfOptional) {
        long next = 0;
        for (int second = 0; second < 60 * minutes; second++) {
            clock.forward(SECOND);
            read(essential, costOfEssential);
            if (second >= next) {
                read(optional, costOfOptional);
                next = second + optional.interval().toSeconds();
            }
        }
    }

    private void read(Pace pace, Duration cost) {
        pace.count(() -> processor.forward(cost));
    }
}
