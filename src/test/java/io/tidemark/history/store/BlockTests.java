package io.tidemark.history.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.history.journal.Column;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlockTests {

    private static final Series LOAD = new Series("system.load.1m", Labels.NONE);
    private static final double[] EXTREMES = {0, -0.0, 1, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE,
            Double.MIN_NORMAL, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-300, Math.PI};

    @Test
    void whateverGoesInComesOutBitForBit() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Column samples = new Column();
            long at = 1_772_366_400_000L + random.nextInt();
            int count = 1 + random.nextInt(700);
            for (int i = 0; i < count; i++) {
                samples.add(at, value(random));
                at += random.nextInt(10) == 0 ? random.nextInt(2_000_000) - 1_000_000 : 1000;
            }
            comesOut(Block.of(LOAD, samples), samples);
        }
    }

    @Test
    void whatMachinesReportTakesUnderThreeBytesASample() {
        Random random = new Random(1);
        Column threads = new Column();
        Column received = new Column();
        Column total = new Column();
        Column utilization = new Column();
        double bytes = 0;
        for (int i = 0; i < 600; i++) {
            long at = 1_772_366_400_000L + i * 1000L + random.nextInt(3);
            bytes += random.nextInt(10) == 0 ? random.nextInt(100_000) : 0;
            threads.add(at, 240 + (random.nextInt(20) == 0 ? 1 : 0));
            received.add(at, bytes);
            total.add(at, 25_165_824_000d);
            utilization.add(at, random.nextInt(200) / 200.0);
        }
        int packed = Stream.of(threads, received, total, utilization)
                .mapToInt(column -> Block.of(LOAD, column).data().length).sum();

        assertThat(packed / 2400.0).isLessThan(3);
    }

    @Test
    void refusesAnEncodingItDoesNotKnow() {
        assertThatThrownBy(() -> new Block(LOAD, 0, 0, 1, (short) 99, new byte[0]).read((_, _) -> {}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("99");
    }

    private static double value(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> EXTREMES[random.nextInt(EXTREMES.length)];
            case 1 -> random.nextInt(100);
            default -> random.nextGaussian() * 1e6;
        };
    }

    private static void comesOut(Block block, Column samples) {
        int[] next = {0};
        block.read((millis, value) -> {
            int i = next[0]++;
            assertThat(millis).isEqualTo(samples.millis(i)).isBetween(block.startMillis(), block.endMillis());
            assertThat(Double.doubleToRawLongBits(value)).isEqualTo(Double.doubleToRawLongBits(samples.value(i)));
        });
        assertThat(next[0]).isEqualTo(samples.size()).isEqualTo(block.count());
    }
}
