package io.tidemark.history.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Windows over plain values against straightforward computations. */
class RingTests {

    private static final Offset<Double> TINY = within(1e-9);

    @Test
    void agreesWithAPlainListWhateverIsAdded() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Ring ring = new Ring();
            List<Taken> all = new ArrayList<>();
            long at = 1_000_000;
            for (int i = 0; i < 500; i++) {
                at += random.nextInt(2000);
                double value = random.nextGaussian() * 100;
                ring.add(at, value, at - 60_000);
                all.add(new Taken(at, value));
            }
            long after = at - 1 - random.nextInt(59_000);
            long to = at - random.nextInt(500);
            List<Taken> expected = all.stream().filter(t -> t.at() > after && t.at() <= to).toList();
            assertThat(ring.between(after, to).isPresent()).isEqualTo(!expected.isEmpty());
            ring.between(after, to).ifPresent(window -> compare(window, expected));
        }
    }

    private static void compare(ValueWindow window, List<Taken> expected) {
        List<Double> sorted = expected.stream().map(Taken::value).sorted().toList();
        double sum = expected.stream().mapToDouble(Taken::value).sum();
        assertThat(window.count()).isEqualTo(expected.size());
        assertThat(window.from().toEpochMilli()).isEqualTo(expected.getFirst().at());
        assertThat(window.to().toEpochMilli()).isEqualTo(expected.getLast().at());
        assertThat(window.sum()).isCloseTo(sum, TINY);
        assertThat(window.avg()).isCloseTo(sum / expected.size(), TINY);
        assertThat(window.min()).isEqualTo(sorted.getFirst());
        assertThat(window.max()).isEqualTo(sorted.getLast());
        assertThat(window.last()).isEqualTo(expected.getLast().value());
        assertThat(window.percentile(50)).isEqualTo(sorted.get((sorted.size() + 1) / 2 - 1));
        assertThat(window.percentile(100)).isEqualTo(sorted.getLast());
        assertThat(window.percentile(0)).isEqualTo(sorted.getFirst());
    }

    @Test
    void whatIsPutBeforeTheOthersIsAsIfItHadComeFirst() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Ring past = new Ring();
            Ring live = new Ring();
            List<Taken> all = new ArrayList<>();
            int cut = random.nextInt(300);
            long at = 1_000_000;
            for (int i = 0; i < 300; i++) {
                at += 1 + random.nextInt(2000);
                double value = random.nextGaussian() * 100;
                (i < cut ? past : live).add(at, value, 0);
                // Read twice, from the journal and live, it counts once.
                if (i >= cut && random.nextInt(3) == 0) {
                    past.add(at, value, 0);
                }
                all.add(new Taken(at, value));
            }
            live.precede(past);

            assertThat(live.size()).isEqualTo(300);
            live.between(0, at).ifPresent(window -> compare(window, all));
        }
    }

    @Test
    void thereIsRoomForTheNewestOfWhatIsPutBeforeTheOthers() {
        Ring past = new Ring();
        for (int i = 0; i < Ring.MOST; i++) {
            past.add(i, i, 0);
        }
        Ring live = new Ring();
        live.add(Ring.MOST, 1, 0);
        live.add(Ring.MOST + 1, 2, 0);
        live.precede(past);

        assertThat(live.size()).isEqualTo(Ring.MOST);
        assertThat(live.between(0, Ring.MOST + 2)).hasValueSatisfying(
                window -> assertThat(window.from().toEpochMilli()).isEqualTo(2));
    }

    @Test
    void dropsWhatIsLaterThanAClockThatWasSetBack() {
        Ring ring = new Ring();
        ring.add(1_000, 1, 0);
        ring.add(900_000, 2, 0);
        ring.add(2_000, 3, 0);

        assertThat(ring.size()).isEqualTo(2);
        assertThat(ring.between(0, 1_000_000)).hasValueSatisfying(window -> assertThat(window.sum()).isEqualTo(4));
    }

    @Test
    void forgetsWhatIsOlderThanItsLength() {
        Ring ring = new Ring();
        for (int i = 0; i < 100_000; i++) {
            ring.add(i * 1000L, i, i * 1000L - 60_000);
        }

        assertThat(ring.size()).isEqualTo(61);
        assertThat(ring.between(99_999_000 - 60_000, 99_999_000)).hasValueSatisfying(
                window -> assertThat(window.count()).isEqualTo(60));
    }

    @Test
    void holdsABoundedNumber() {
        Ring ring = new Ring();
        for (int i = 0; i < Ring.MOST + 10; i++) {
            ring.add(i, i, Long.MIN_VALUE);
        }

        assertThat(ring.size()).isEqualTo(Ring.MOST);
        assertThat(ring.between(-1, Long.MAX_VALUE)).hasValueSatisfying(
                window -> assertThat(window.min()).isEqualTo(10));
    }

    @Test
    void rateCountsARestartFromZero() {
        Ring ring = new Ring();
        double[] values = {100, 110, 5, 15};
        for (int i = 0; i < values.length; i++) {
            ring.add(i * 10_000L, values[i], 0);
        }

        assertThat(ring.between(-1, 30_000).orElseThrow().rate()).isCloseTo((10 + 5 + 10) / 30.0, TINY);
    }

    @Test
    void growthIsTheFittedIncreaseOverTheWindow() {
        Ring ring = new Ring();
        for (int i = 0; i <= 100; i++) {
            ring.add(i * 1000L, 50 + 3 * i + (i % 2 == 0 ? 1 : -1), 0);
        }
        ValueWindow window = ring.between(-1, 100_000).orElseThrow();

        assertThat(window.growth().orElseThrow().increase()).isCloseTo(300, within(1.0));
    }

    @Test
    void oneValueNeitherGrowsNorHasARate() {
        Ring ring = new Ring();
        ring.add(1000, 7, 0);
        ValueWindow window = ring.between(0, 1000).orElseThrow();

        assertThat(window.rate()).isZero();
        assertThat(window.growth()).isEmpty();
        assertThat(window.percentile(99)).isEqualTo(7);
        assertThat(ring.between(1000, 2000)).isEmpty();
    }

    private record Taken(long at, double value) {}
}
