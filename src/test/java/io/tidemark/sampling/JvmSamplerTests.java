package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import java.nio.ByteBuffer;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(BesideOthers.ONE_AT_A_TIME)
class JvmSamplerTests {

    private long kept;

    @Test
    void countsWhatIsAllocatedAndGivenBack() {
        try (Garbage garbage = new Garbage()) {
            JvmSampler sampler = new JvmSampler(garbage);
            Map<String, Double> before = Taken.from(sampler);
            for (int i = 0; i < 40; i++) {
                kept += new byte[1 << 20].length;
            }
            System.gc();

            // The JVM tells of a collection from a thread of its own.
            Awaitility.await().untilAsserted(() -> assertThat(Taken.value(Taken.from(sampler), "jvm.gc.reclaimed")
                    - Taken.value(before, "jvm.gc.reclaimed")).isGreaterThan(20e6));
            Map<String, Double> after = Taken.from(sampler);
            assertThat(Taken.value(after, "jvm.allocated") - Taken.value(before, "jvm.allocated"))
                    .isGreaterThan(kept - 1.0);
            assertThat(Taken.value(after, "jvm.gc.pause")).isGreaterThanOrEqualTo(Taken.value(before, "jvm.gc.pause"))
                    .isPositive();
            assertThat(Taken.value(after, "jvm.heap.used")).isBetween(1e6, Taken.value(after, "jvm.heap.max"));
            assertThat(Taken.value(after, "jvm.threads")).isGreaterThan(2);
            assertThat(sum(after, "jvm.gc.count")).isGreaterThan(sum(before, "jvm.gc.count"));
            assertThat(sum(after, "jvm.gc.duration")).isGreaterThanOrEqualTo(sum(before, "jvm.gc.duration"))
                    .isPositive();
            Map<String, Double> slow = Taken.from(new JvmSampler(garbage));
            assertThat(sum(slow, "jvm.memory.used")).isGreaterThan(Taken.value(slow, "jvm.heap.used") / 2);
            assertThat(sum(slow, "jvm.memory.used_after_last_gc")).isPositive();
            assertThat(slow.keySet()).filteredOn(series -> series.startsWith("jvm.memory.committed"))
                    .anyMatch(series -> series.contains("Code")).hasSizeGreaterThan(4);
            assertThat(sum(slow, "jvm.thread.count")).isGreaterThan(2);
            assertThat(Taken.value(after, "jvm.safepoints")).isGreaterThan(Taken.value(before, "jvm.safepoints"));
        }
    }

    @Test
    void theLongestCollectionIsThatSinceTheLastReading() {
        try (Garbage garbage = new Garbage()) {
            JvmSampler sampler = new JvmSampler(garbage);
            double[] longest = {0};
            System.gc();
            Awaitility.await().untilAsserted(() -> {
                longest[0] = Math.max(longest[0], sum(Taken.from(sampler), "jvm.gc.longest"));
                assertThat(longest[0]).isPositive();
            });
            assertThat(longest[0]).isLessThan(60);
        }
    }

    @Test
    void directBuffersAreSeen() {
        try (Garbage garbage = new Garbage()) {
            double before = buffers(garbage);
            ByteBuffer kept = ByteBuffer.allocateDirect(8 << 20);

            assertThat(buffers(garbage) - before).isGreaterThan(7e6);
            assertThat(kept.capacity()).isEqualTo(8 << 20);
        }
    }

    private static double buffers(Garbage garbage) {
        return Taken.value(Taken.from(new JvmSampler(garbage)), "jvm.buffer.memory.used{pool=\"direct\"}");
    }

    private static double sum(Map<String, Double> values, String metric) {
        return values.entrySet().stream().filter(value -> value.getKey().startsWith(metric + "{"))
                .mapToDouble(Map.Entry::getValue).sum();
    }
}
