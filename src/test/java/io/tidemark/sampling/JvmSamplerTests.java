package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

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
        }
    }
}
