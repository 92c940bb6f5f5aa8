package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.sampling.Slowing.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlowingTests {

    private static final double BUDGET = 0.01;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void nothingIsSlowedWithinTheBudget() {
        assertThat(Slowing.factors(BUDGET, List.of(load(0.004, 1), load(0.005, 1)))).containsExactly(1, 1);
    }

    @Test
    void theDearestIsSlowedFirstAndNoMoreThanNeeded() {
        assertThat(Slowing.factors(BUDGET, List.of(load(0.002, 1), load(0.006, 1), load(0.004, 1))))
                .containsExactly(1, 2, 1);
        assertThat(Slowing.factors(BUDGET, List.of(load(0.009, 1), load(0.009, 1), load(0.001, 1))))
                .containsExactly(2, 2, 1);
    }

    @Test
    void whatIsEssentialIsNeverSlowed() {
        Load essential = new Load(SECOND, 0.05, 1, false, true);
        assertThat(Slowing.factors(BUDGET, List.of(essential, load(0.001, 1)))).containsExactly(1, 2);
    }

    @Test
    void nothingIsSlowedBeyondAMinute() {
        assertThat(Slowing.factors(BUDGET, List.of(load(5, 32)))).containsExactly(32);
        assertThat(Slowing.factors(BUDGET, List.of(load(5, 16)))).containsExactly(32);
    }

    @Test
    void whatWasSlowedComesBackStepByStepWhenThereIsRoom() {
        assertThat(Slowing.factors(BUDGET, List.of(load(0.001, 4), load(0.001, 2)))).containsExactly(2, 1);
        assertThat(Slowing.factors(BUDGET, List.of(load(0.001, 2), load(0.007, 1)))).containsExactly(1, 1);
    }

    @Test
    void whatWouldHardlyFitStaysSlowed() {
        assertThat(Slowing.factors(BUDGET, List.of(load(0.003, 2), load(0.0055, 1)))).containsExactly(2, 1);
    }

    @Test
    void whatWasNotReadSinceItsLastStepWaits() {
        assertThat(Slowing.factors(BUDGET, List.of(new Load(SECOND, 0.001, 4, true, false)))).containsExactly(4);
        assertThat(Slowing.factors(BUDGET, List.of(new Load(SECOND, 0.1, 4, true, false)))).containsExactly(4);
    }

    @Test
    void costsThatWaverByATenthDoNotMakeIntervalsWaver() {
        Random random = new Random(1);
        int[] factors = {1, 1, 1, 1};
        double[] costs = {0.006, 0.005, 0.004, 0.001};
        int changes = 0;
        for (int round = 0; round < 1000; round++) {
            List<Load> loads = new ArrayList<>();
            for (int i = 0; i < costs.length; i++) {
                loads.add(load(costs[i] * (1 + 0.1 * (2 * random.nextDouble() - 1)), factors[i]));
            }
            int[] next = Slowing.factors(BUDGET, loads);
            changes += round > 10 && !java.util.Arrays.equals(next, factors) ? 1 : 0;
            factors = next;
        }
        assertThat(changes).isZero();
    }

    private static Load load(double cost, int factor) {
        return new Load(SECOND, cost, factor, true, true);
    }
}
