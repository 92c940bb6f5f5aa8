package io.tidemark.history.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.history.journal.Column;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlockTests {

    private static final String FIRST_ENCODING = "636e58b162cad4f4f53340249b7d3dc3870f020c180000";
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
    void whatMachinesReportTakesUnderTwoBytesASample() {
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

        assertThat(packed / 2400.0).isLessThan(2);
    }

    /** 1, 2 and 4 at 12:00:00, 12:00:01 and 12:00:02.003, as they were once written. */
    @Test
    void readsTheFirstEncodingStill() {
        byte[] data = HexFormat.of().parseHex(FIRST_ENCODING);
        List<String> samples = new ArrayList<>();

        new Block(LOAD, 0, 0, 3, (short) 1, data).read((millis, value) -> samples.add(millis + " " + value));

        assertThat(samples).containsExactly("1772366400000 1.0", "1772366401000 2.0", "1772366402003 4.0");
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
