package io.tidemark.history.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IsoTimeTests {

    @Test
    void writesInstantsAsJavaDoes() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        Stream<Instant> some = Stream.of("1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "2024-02-29T23:59:59Z",
                "2026-11-25T10:00:00.001Z", "2026-11-25T10:00:00.000001Z", "9999-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00Z").map(Instant::parse);
        Stream<Instant> more = random.longs(10_000, -1_000_000_000_000L, 300_000_000_000_000L)
                .mapToObj(Instant::ofEpochMilli);
        assertThat(Stream.concat(some, more)).allSatisfy(
                at -> assertThat(IsoTime.text(at)).isEqualTo(at.toString()));
    }
}
