package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.history.Growth.Trend;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The detector on an hour of one value a second: how often it is wrong, and what it finds. */
class GrowthTests {

    private static final int VALUES = 3600;
    private static final int SERIES = 1000;

    /** Autocorrelation of neighbouring values; with 0.999 a level lasts for a quarter of an hour. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9, 0.99, 0.995, 0.999})
    void aSeriesThatStandsStillIsCalledGrowingInLessThanTwoOfAHundredCases(double correlation) {
        Random random = new Random(1);
        int growing = 0;
        for (int i = 0; i < SERIES; i++) {
            growing += growth(wandering(random, correlation)).trend() == Trend.GROWING ? 1 : 0;
        }
        assertThat(growing).isLessThan(SERIES / 50);
    }

    /** The same walk without any home to return to is the worst there is. */
    @Test
    void evenARandomWalkIsSeldomCalledGrowing() {
        Random random = new Random(2);
        int growing = 0;
        for (int i = 0; i < SERIES; i++) {
            growing += growth(wandering(random, 1)).trend() == Trend.GROWING ? 1 : 0;
        }
        assertThat(growing).isLessThan(SERIES / 25);
    }

    @Test
    void aLeakAsLargeAsTheNoiseIsFoundInNearlyEverySeriesOfIndependentValues() {
        assertThat(found(0, 1)).isGreaterThan(0.95);
    }

    @Test
    void aLeakOfFiveTimesTheNoiseIsFoundInNearlyEverySeriesOfCorrelatedValues() {
        assertThat(found(0.9, 5)).isGreaterThan(0.95);
    }

    /** The bounds of an increase of three times the noise. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9, 0.99})
    void theTrueIncreaseLiesWithinTheBounds(double correlation) {
        Random random = new Random(3);
        int within = 0;
        for (int i = 0; i < SERIES; i++) {
            double[] noise = wandering(random, correlation);
            within += growth(at -> noise[at] + 3 * share(at)).mayBe(3) ? 1 : 0;
        }
        assertThat(within).isGreaterThan(SERIES * 98 / 100);
    }

    @Test
    void aHeapThatFillsUpAndIsCollectedDoesNotGrow() {
        Random random = new Random(4);
        for (double period = 20; period < VALUES / 1.5; period *= 1.02) {
            double length = period;
            double phase = random.nextDouble();
            double noise = random.nextInt(2);
            assertThat(growth(at -> 100 + 50 * ((at / length + phase) % 1) + noise * random.nextGaussian()).trend())
                    .as("a collection every %.0f s", length).isNotIn(Trend.GROWING, Trend.SHRINKING);
        }
    }

    @Test
    void whatALeakLeavesInACollectedHeapIsFound() {
        for (int period : new int[]{20, 47, 90, 120}) {
            assertThat(growth(at -> 100 + 50 * (at % period) / (double) period + 40 * share(at)).trend())
                    .as("a collection every %d s", period).isEqualTo(Trend.GROWING);
        }
    }

    @Test
    void aStepIsNoGrowth() {
        Random random = new Random(5);
        for (int step = 30; step < VALUES; step += 30) {
            int at = step;
            for (double noise : new double[]{0, 0.3, 1, 3}) {
                assertThat(growth(i -> (i < at ? 100 : 110) + noise * random.nextGaussian()).trend())
                        .as("a step at %d with noise %.1f", at, noise).isNotEqualTo(Trend.GROWING);
            }
        }
    }

    /** By a time constant of up to half the window; what takes longer has not levelled off within it. */
    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5})
    void warmingUpIsNoGrowth(double constant) {
        Random random = new Random(6);
        for (double noise : new double[]{0, 0.01, 0.1, 0.3}) {
            Growth growth = growth(i -> 10 * (1 - Math.exp(-share(i) / constant)) + noise * random.nextGaussian());
            assertThat(growth.trend()).isNotEqualTo(Trend.GROWING);
            assertThat(growth.lasting()).isFalse();
        }
    }

    @Test
    void aStraightLineIsItsOwnIncrease() {
        Growth growth = growth(i -> 500 - 3.0 * i);
        assertThat(growth.trend()).isEqualTo(Trend.SHRINKING);
        assertThat(growth.increase()).isCloseTo(-3.0 * (VALUES - 1), within(1e-6));
    }

    @Test
    void whatNeverMovesIsSteady() {
        Growth growth = growth(_ -> 7);
        assertThat(growth.trend()).isEqualTo(Trend.STEADY);
        assertThat(growth.mayBe(0)).isTrue();
    }

    @Test
    void noiseThatIsSmallBesideTheLevelIsSteady() {
        Random random = new Random(7);
        assertThat(growth(_ -> 100 + random.nextGaussian()).trend()).isEqualTo(Trend.STEADY);
    }

    @Test
    void fewerThanTwelveValuesSayNothing() {
        assertThat(Growth.of(new long[11], new double[11])).isEmpty();
        assertThat(Growth.of(new long[12], new double[12])).as("all of one instant").isEmpty();
        long[] times = IntStream.range(0, 12).mapToLong(i -> 1000L * i).toArray();
        double[] line = IntStream.range(0, 12).mapToDouble(i -> i).toArray();
        assertThat(Growth.of(times, line).orElseThrow().trend()).isEqualTo(Trend.GROWING);
    }

    private static double found(double correlation, double leak) {
        Random random = new Random(8);
        int found = 0;
        for (int i = 0; i < SERIES; i++) {
            double[] noise = wandering(random, correlation);
            found += growth(at -> noise[at] + leak * share(at)).trend() == Trend.GROWING ? 1 : 0;
        }
        return found / (double) SERIES;
    }

    private static double share(int at) {
        return at / (VALUES - 1.0);
    }

    /** Of a standard deviation of one, where there is one. */
    private static double[] wandering(Random random, double correlation) {
        double[] values = new double[VALUES];
        double step = correlation < 1 ? Math.sqrt(1 - correlation * correlation) : 1 / Math.sqrt(VALUES);
        values[0] = correlation < 1 ? random.nextGaussian() : 0;
        for (int i = 1; i < VALUES; i++) {
            values[i] = correlation * values[i - 1] + step * random.nextGaussian();
        }
        return values;
    }

    private static Growth growth(double[] values) {
        return Growth.of(IntStream.range(0, values.length).mapToLong(i -> 1000L * i).toArray(), values).orElseThrow();
    }

    private static Growth growth(IntToDoubleFunction value) {
        return growth(IntStream.range(0, VALUES).mapToDouble(value).toArray());
    }
}
