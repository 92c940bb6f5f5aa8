package io.tidemark.history.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleCodecTests {

    private static final long START = 1_772_366_400_000L;
    private static final double[] SPECIAL = {0, -0.0, 1, -1, 0.1, 1 / 3.0, Double.NaN,
            Double.longBitsToDouble(0x7FF8_0000_0000_1234L), Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, 1L << 53,
            (1L << 53) + 2, Long.MAX_VALUE, Long.MIN_VALUE, 1e-300, Math.PI};
    private static final long[] TIMES = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, START,
            Long.MAX_VALUE >> 3, 1L << 62};

    @Test
    void nothingComesOutOfNothing() {
        comesBack(new long[0], new double[0]);
    }

    @Test
    void everySpecialDoubleComesBackAlone() {
        for (double value : SPECIAL) {
            comesBack(new long[]{START}, new double[]{value});
        }
    }

    @Test
    void everySpecialDoubleComesBackAmongPlainNumbers() {
        for (double special : SPECIAL) {
            double[] values = gauge(1000, i -> i % 7);
            values[500] = special;
            comesBack(everySecond(1000), values);
        }
    }

    @Test
    void allPairsOfHostileTimesComeBack() {
        for (long one : TIMES) {
            for (long other : TIMES) {
                comesBack(new long[]{one, other, one, one, other}, new double[]{1, 2, 3, 4, 5});
            }
        }
    }

    @Test
    void randomColumnsComeBack() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int count = random.nextInt(900);
            comesBack(times(random, count), values(random, count));
        }
    }

    @Test
    void equalTimesAndTimesThatGoBackwardsComeBackInTheirOrder() {
        comesBack(new long[]{START, START, START}, new double[]{1, 2, 3});
        comesBack(new long[]{START, START - 1000, START + 5, START - 1_000_000_000_000L},
                new double[]{1, 2, 3, 4});
    }

    @Test
    void whatIsCountedOrMeasuredInPartsIsSmall() {
        assertThat(bytesASample(gauge(3600, _ -> 42))).isLessThan(0.02);
        assertThat(bytesASample(gauge(3600, i -> i * 4096.0))).isLessThan(0.02);
        assertThat(bytesASample(gauge(3600, i -> (1000 + i % 7) / 100.0))).isLessThan(0.7);
        Random random = new Random(1);
        assertThat(bytesASample(gauge(3600, _ -> 25e9 + 4096 * random.nextInt(16)))).isLessThan(0.8);
        assertThat(bytesASample(gauge(3600, _ -> random.nextInt(30) / (double) (198 + random.nextInt(4)))))
                .isLessThan(1.7);
        assertThat(bytesASample(gauge(3600, _ -> 1 - (5_000_000 + random.nextInt(200)) / 6_171_021.0)))
                .isLessThan(2.0);
    }

    @Test
    void sumsOfHundredthsThatDriftedByRoundingAreSmallAllTheSame() {
        Random random = new Random(1);
        double[] total = {6.1};
        assertThat(bytesASample(gauge(3600, _ -> total[0] += random.nextInt(3) / 100.0))).isLessThan(1.5);
    }

    @Test
    void noiseTakesNoMoreThanItsBits() {
        Random random = new Random(1);
        assertThat(bytesASample(gauge(3600, _ -> random.nextDouble()))).isLessThan(8.2);
    }

    @Test
    void aMissedStepOrADriftingClockCostsLittle() {
        Random random = new Random(1);
        long[] times = everySecond(3600);
        for (int i = 0; i < times.length; i++) {
            times[i] += random.nextInt(3) + i / 20 + (i > 1000 ? 7000 : 0);
        }
        assertThat(packed(times, new double[3600]).length / 3600.0).isLessThan(0.4);
    }

    @Test
    void damagedBytesNeverEndInAnythingButARefusalOrOtherSamples() {
        byte[] good = packed(times(new Random(3), 500), values(new Random(4), 500));
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bad[random.nextInt(Math.min(bad.length, 8 + random.nextInt(bad.length)))] = (byte) random.nextInt();
            }
            readOrRefused(bad);
        }
    }

    @Test
    void bytesCutShortAreRefused() {
        byte[] good = packed(everySecond(600), gauge(600, i -> i * i % 101));
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> readAll(cut)).isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("damaged block");
        }
    }

    @Test
    void fewBytesCannotAskForEndlessWork() {
        byte[] claims = {-1, -1, -1, -1, -1, -1, -1, -1, 0x7F, 2, 0, 0, 2, 0, 0, 2, 0, 2, 0, 0};

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThatThrownBy(() -> readAll(claims))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("samples"));
    }

    @Test
    void tooManySamplesAreRefused() {
        Samples many = new Columns(new long[0], new double[0]) {
            @Override
            public int size() {
                return (1 << 24) + 1;
            }
        };
        assertThatThrownBy(() -> SampleEncoder.encode(many)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16777217");
    }

    private static long[] times(Random random, int count) {
        long[] times = new long[count];
        int kind = random.nextInt(4);
        long at = START + random.nextInt();
        for (int i = 0; i < count; i++) {
            at += switch (kind) {
                case 0 -> 1000;
                case 1 -> random.nextInt(50) == 0 ? 7000 : 990 + random.nextInt(20);
                case 2 -> random.nextInt(2_000_000) - 1_000_000;
                default -> random.nextLong();
            };
            times[i] = random.nextInt(200) == 0 ? TIMES[random.nextInt(TIMES.length)] : at;
        }
        return times;
    }

    private static double[] values(Random random, int count) {
        int kind = random.nextInt(8);
        double[] walk = {0};
        return gauge(count, _ -> random.nextInt(300) == 0
                ? SPECIAL[random.nextInt(SPECIAL.length)]
                : switch (kind) {
                    case 0 -> random.nextInt(100);
                    case 1 -> random.nextInt(1000) / 100.0;
                    case 2 -> random.nextInt(200) / (double) (198 + random.nextInt(4));
                    case 3 -> walk[0] += random.nextGaussian();
                    case 4 -> walk[0] += random.nextInt(4) / 10.0;
                    case 5 -> Double.longBitsToDouble(random.nextLong());
                    case 6 -> random.nextInt(40) == 0 ? random.nextInt() : 5;
                    default -> SPECIAL[random.nextInt(SPECIAL.length)];
                });
    }

    private static double[] gauge(int count, Gauge gauge) {
        return IntStream.range(0, count).mapToDouble(gauge::at).toArray();
    }

    private static long[] everySecond(int count) {
        return IntStream.range(0, count).mapToLong(i -> START + i * 1000L).toArray();
    }

    private static double bytesASample(double[] values) {
        return packed(everySecond(values.length), values).length / (double) values.length;
    }

    private static byte[] packed(long[] times, double[] values) {
        return SampleEncoder.encode(new Columns(times, values));
    }

    private static void comesBack(long[] times, double[] values) {
        SampleDecoder decoder = new SampleDecoder(packed(times, values));
        int at = 0;
        for (int count = decoder.next(); count > 0; count = decoder.next()) {
            for (int i = 0; i < count; i++, at++) {
                if (decoder.millis()[i] != times[at] || Double.doubleToRawLongBits(decoder.values()[i]) != Double
                        .doubleToRawLongBits(values[at])) {
                    throw new AssertionError(
                            "sample " + at + " was " + List.of(times[at], values[at]) + ", came back as "
                                    + List.of(decoder.millis()[i], decoder.values()[i]));
                }
            }
        }
        assertThat(at).isEqualTo(times.length);
    }

    private static void readOrRefused(byte[] bytes) {
        try {
            readAll(bytes);
        } catch (UncheckedIOException e) {
            assertThat(e).hasMessageContaining("damaged block");
        }
    }

    private static void readAll(byte[] bytes) {
        SampleDecoder decoder = new SampleDecoder(bytes);
        for (int count = decoder.next(); count > 0; count = decoder.next()) {
            assertThat(count).isPositive();
        }
    }

    /** A value for each index. */
    private interface Gauge {
        double at(int index);
    }

    private static class Columns implements Samples {

        private final long[] times;
        private final double[] values;

        Columns(long[] times, double[] values) {
            this.times = times;
            this.values = values;
        }

        @Override
        public int size() {
            return times.length;
        }

        @Override
        public long millis(int index) {
            return times[index];
        }

        @Override
        public double value(int index) {
            return values[index];
        }
    }
}
