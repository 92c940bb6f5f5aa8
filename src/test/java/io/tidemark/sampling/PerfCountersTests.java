package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.sampling.PerfCounters.Figure;
import io.tidemark.sampling.PerfCounters.Figures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerfCountersTests {

    @TempDir
    private Path directory;

    private final Map<String, Long> counters = new LinkedHashMap<>(Map.of("sun.gc.generation.0.space.0.used", 10L,
            "sun.gc.generation.1.space.0.used", 20L, "sun.gc.generation.0.capacity", 100L,
            "sun.gc.collector.0.invocations", 3L, "sun.gc.collector.1.invocations", 4L, "sun.gc.collector.0.time",
            500L, "sun.os.hrt.frequency", 1000L, "java.threads.live", 7L, "java.threads.livePeak", 9L));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void addsUpWhatBelongsTogetherInEitherOrderOfBytes(boolean little) throws IOException {
        Figures figures = read(file(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));

        assertThat(figures.of(Figure.HEAP_USED)).isEqualTo(30);
        assertThat(figures.of(Figure.HEAP_COMMITTED)).isEqualTo(100);
        assertThat(figures.of(Figure.GC_COUNT)).isEqualTo(7);
        assertThat(figures.seconds(Figure.GC_TICKS)).isEqualTo(0.5);
        assertThat(figures.of(Figure.THREADS)).isEqualTo(7);
        assertThat(figures.of(Figure.SAFEPOINTS)).isNaN();
    }

    @Test
    void countersThatComeLaterAreFound() throws IOException {
        PerfCounters perf = new PerfCounters(write(file(ByteOrder.LITTLE_ENDIAN)).toFile());
        assertThat(perf.read().of(Figure.SAFEPOINTS)).isNaN();

        counters.put("sun.rt.safepoints", 8L);
        write(file(ByteOrder.LITTLE_ENDIAN));
        assertThat(perf.read().of(Figure.SAFEPOINTS)).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 31, 32, 40, 60})
    void oneThatIsCutShortIsRefused(int length) throws IOException {
        byte[] whole = file(ByteOrder.LITTLE_ENDIAN);
        Path file = write(Arrays.copyOf(whole, length));

        assertThatThrownBy(() -> new PerfCounters(file.toFile()).read()).isInstanceOf(IOException.class)
                .hasMessage(file + " is not understood");
    }

    @Test
    void oneThatShrinksIsRefusedAndNotReadFromMemory() throws IOException {
        PerfCounters perf = new PerfCounters(write(file(ByteOrder.LITTLE_ENDIAN)).toFile());
        assertThat(perf.read().of(Figure.HEAP_USED)).isEqualTo(30);
        write(Arrays.copyOf(file(ByteOrder.LITTLE_ENDIAN), 64));

        assertThatThrownBy(perf::read).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 7, 24, 32, 36, 48})
    void lengthsAndPlacesThatLieAreRefusedOrPassedOver(int at) throws IOException {
        for (byte evil : new byte[]{0, 3, 127, -1, -128}) {
            byte[] bytes = file(ByteOrder.LITTLE_ENDIAN);
            bytes[at] = evil;
            bytes[at + 3] = evil;
            readOrRefuse(bytes);
        }
    }

    @Test
    @Timeout(60)
    void noiseNeverDoesMoreThanBeRefused() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4711);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = file(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 8; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            readOrRefuse(bytes);
        }
    }

    @Test
    void ourOwnAgreeWithWhatTheJvmTells() throws IOException {
        PerfCounters own = PerfCounters.ofThisJvm().orElseThrow();
        System.gc();
        Figures figures = own.read();

        // Those of other tests may be ending.
        assertThat(figures.of(Figure.THREADS)).isBetween(5.0,
                ManagementFactory.getThreadMXBean().getPeakThreadCount() + 5.0);
        assertThat(figures.of(Figure.SAFEPOINTS)).isPositive();
        assertThat(figures.seconds(Figure.SAFEPOINT_TICKS)).isPositive();
        assertThat(figures.of(Figure.CLASSES_LOADED) - figures.of(Figure.CLASSES_UNLOADED)).isGreaterThan(1000);
        assertThat(figures.of(Figure.HEAP_USED)).isBetween(1e6, (double) Runtime.getRuntime().maxMemory());
    }

    private void readOrRefuse(byte[] bytes) throws IOException {
        PerfCounters perf = new PerfCounters(write(bytes).toFile());
        try {
            perf.read();
        } catch (IOException e) {
            assertThat(e).hasMessageEndingWith("is not understood");
        }
    }

    private Figures read(byte[] bytes) throws IOException {
        return new PerfCounters(write(bytes).toFile()).read();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("4711"), bytes);
    }

    /** As a JVM writes it. */
    private byte[] file(ByteOrder order) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        buffer.putInt(0xcafec0c0).put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 0)).put((byte) 2).put((byte) 0)
                .put((byte) 1);
        buffer.order(order).putInt(8, 4096).putInt(24, 32).putInt(28, counters.size() + 1);
        int at = entry(buffer, 32, "sun.gc.cause", 'B', 80, 16);
        for (Map.Entry<String, Long> counter : counters.entrySet()) {
            int value = at + 20 + (counter.getKey().length() + 8) / 8 * 8;
            int next = entry(buffer, at, counter.getKey(), 'J', 0, 8);
            buffer.putLong(value, counter.getValue());
            at = next;
        }
        return buffer.array();
    }

    private static int entry(ByteBuffer buffer, int at, String name, char type, int vector, int size) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        int value = 20 + (text.length + 8) / 8 * 8;
        buffer.putInt(at, value + size).putInt(at + 4, 20).putInt(at + 8, vector).put(at + 12, (byte) type)
                .putInt(at + 16, value);
        buffer.put(at + 20, text);
        return at + value + size;
    }
}
