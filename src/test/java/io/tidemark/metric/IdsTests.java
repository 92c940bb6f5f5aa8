package io.tidemark.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IdsTests {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T10:00:00Z"));

    @Test
    void riseEvenWithinAMillisecondAndBeyondItsCounter() {
        Ids ids = new Ids(now::get, 3, 0);
        long[] made = LongStream.generate(ids::next).limit(10_000).toArray();
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void neverGoBackWhenTheClockDoes() {
        Ids ids = new Ids(now::get, 0, 0);
        long before = ids.next();
        now.updateAndGet(t -> t.minus(Duration.ofHours(1)));
        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void startAboveTheHighestIdEverGivenOut() {
        long floor = new Ids(now::get, 9, 0).next();
        now.updateAndGet(t -> t.minus(Duration.ofDays(1)));
        assertThat(new Ids(now::get, 2, floor).next()).isGreaterThan(floor);
    }

    @Test
    void differBetweenInstancesOfTheSameMillisecond() {
        assertThat(new Ids(now::get, 1, 0).next()).isNotEqualTo(new Ids(now::get, 2, 0).next());
    }

    @Test
    void tellWhenTheyWereMade() {
        long id = new Ids(now::get, 1023, 0).next();
        assertThat(Ids.instant(id)).isEqualTo(now.get());
        assertThat(id).isGreaterThanOrEqualTo(Ids.at(now.get())).isLessThan(Ids.at(now.get().plusMillis(1)));
    }

    @Test
    void refuseAnInstanceBeyondItsBits() {
        assertThatThrownBy(() -> new Ids(now::get, 1024, 0)).hasMessageContaining("0 to 1023");
    }
}
