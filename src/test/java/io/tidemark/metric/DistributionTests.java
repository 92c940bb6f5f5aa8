package io.tidemark.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class DistributionTests {

    @Test
    void readsInSecondsWhatWasRecordedInNanoseconds() {
        Distribution d = millis(1, 2, 3, 4, 100);
        assertThat(d.count()).isEqualTo(5);
        assertThat(d.percentile(50)).isCloseTo(0.003, within(0.00003));
        assertThat(d.max()).isCloseTo(0.1, within(0.001));
        assertThat(d.mean()).isCloseTo(0.022, within(0.0003));
        assertThat(d.countWithin(0.0041)).isEqualTo(4);
    }

    @Test
    void mergesWithoutLoss() {
        Distribution merged = Distribution.merge(List.of(millis(1, 2, 3), millis(10, 20), Distribution.EMPTY));
        assertThat(merged).isEqualTo(millis(1, 2, 3, 10, 20));
    }

    @Test
    void survivesItsEncoding() {
        Distribution d = millis(1, 5, 5, 700, 3_600_000);
        assertThat(Distribution.decode(d.encode())).isEqualTo(d);
        assertThat(Distribution.decode(Distribution.EMPTY.encode())).isEqualTo(Distribution.EMPTY);
    }

    @Test
    void refusesForeignBytes() {
        assertThatThrownBy(() -> Distribution.decode(new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isZeroEverywhereWhenEmpty() {
        assertThat(Distribution.EMPTY.percentile(99)).isZero();
        assertThat(Distribution.EMPTY.min()).isZero();
        assertThat(Distribution.EMPTY.buckets()).isEmpty();
    }

    @Test
    void seesNothingOfWhatIsRecordedLater() {
        Histogram histogram = Distribution.empty();
        histogram.recordValue(1_000_000);
        Distribution d = Distribution.of(histogram);
        histogram.recordValue(2_000_000);
        assertThat(d.count()).isEqualTo(1);
    }

    @Test
    void readsWhatTheLibraryReads() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            Histogram histogram = Distribution.empty();
            for (int i = random.nextInt(1, 400); i > 0; i--) {
                histogram.recordValue((long) Math.exp(random.nextDouble() * 28));
            }
            Distribution d = Distribution.of(histogram);
            for (double percent : new double[]{0, 1, 25, 50, 75, 90, 95, 99, 99.9, 100}) {
                assertThat(d.percentile(percent)).as("p%s", percent)
                        .isEqualTo(histogram.getValueAtPercentile(percent) / 1e9);
            }
            for (double seconds : new double[]{0, 0.0001, 0.01, 0.3, 1, 60}) {
                assertThat(d.countWithin(seconds))
                        .isEqualTo(histogram.getCountBetweenValues(0, Math.round(seconds * 1e9)));
            }
            assertThat(d.max()).isEqualTo(histogram.getMaxValue() / 1e9);
            assertThat(d.standardDeviation()).isEqualTo(histogram.getStdDeviation() / 1e9);
            assertThat(Distribution.decode(d.encode())).isEqualTo(d);
            assertThat(Distribution.merge(List.of(d, d)).count()).isEqualTo(2 * d.count());
        }
    }

    private static Distribution millis(long... values) {
        Histogram histogram = Distribution.empty();
        for (long value : values) {
            histogram.recordValue(value * 1_000_000);
        }
        return Distribution.of(histogram);
    }
}
