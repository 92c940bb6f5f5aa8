package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ForkedJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What collections give back and cost, in real JVMs that are made to collect. */
class GarbageTests {

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseParallelGC"})
    void nearlyAllThatWasAllocatedIsToldAsGivenBackAndPausesTakeTime(String collector) throws Exception {
        String told = ForkedJvm.told(CollectedJvm.class, collector, "-Xmx96m");
        assertThat(told).matches("\\d+ \\d+ \\S+ \\d+");
        String[] figures = told.split(" ", -1);
        double share = Double.parseDouble(figures[1]) / Double.parseDouble(figures[0]);
        assertThat(share).as("of what was allocated").isBetween(0.9, 1.1);
        assertThat(Double.parseDouble(figures[2])).as("seconds of pauses").isPositive();
    }
}
