package io.tidemark.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyTallyTests {

    private static final double[] EDGES = {1e-6, 1e-4, 1e-2, 1, 100};

    private final Random random = new Random(7);

    @Test
    void addsEncodedOnesAsMergingDoes() {
        List<Distribution> parts = IntStream.range(0, 50).mapToObj(_ -> latencies()).toList();
        LatencyTally encoded = new LatencyTally();
        LatencyTally plain = new LatencyTally();
        try (LatencyReader reader = new LatencyReader()) {
            parts.forEach(part -> reader.read(part.encode(), encoded));
        }
        parts.forEach(plain::add);

        Distribution merged = Distribution.merge(parts);
        for (LatencyTally tally : List.of(encoded, plain)) {
            assertThat(tally.count()).isEqualTo(merged.count());
            for (double percent : new double[]{0.1, 50, 95, 99, 99.99, 100}) {
                assertThat(tally.percentile(percent)).isEqualTo(merged.percentile(percent));
            }
            long within = 0;
            for (int i = 0; i < EDGES.length - 1; i++) {
                within += tally.cells(EDGES)[i];
                assertThat(within).as("within %s s", EDGES[i]).isEqualTo(merged.countWithin(EDGES[i]));
            }
            assertThat(IntStream.range(0, EDGES.length).mapToLong(i -> tally.cells(EDGES)[i]).sum())
                    .isEqualTo(merged.count());
        }
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(new LatencyTally().percentile(99)).isZero();
        assertThat(new LatencyTally().cells(EDGES)).containsOnly(0);
    }

    @Test
    void refusesWhatIsNoHistogram() {
        try (LatencyReader reader = new LatencyReader()) {
            for (byte[] bytes : List.of(new byte[0], new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9},
                    new byte[]{0x1c, (byte) 0x84, (byte) 0x93, 0x14, 0, 0, 0, 2, 1, 1})) {
                assertThatThrownBy(() -> reader.read(bytes, new LatencyTally()))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** From nanoseconds to an hour, often only a few. */
    private Distribution latencies() {
        Histogram histogram = Distribution.empty();
        for (int left = 1 + random.nextInt(300); left > 0; left--) {
            histogram.recordValueWithCount((long) Math.min(Distribution.HIGHEST_NANOS, Math.exp(random.nextDouble(29))),
                    1 + random.nextInt(1_000_000));
        }
        return Distribution.of(histogram);
    }
}
