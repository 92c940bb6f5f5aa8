package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTests {

    @Test
    void frequencyFallsWithRank() {
        Zipf zipf = new Zipf(200);
        int[] seen = new int[200];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            seen[zipf.next(random)]++;
        }

        assertThat(seen[0] / 1e5).isEqualTo(1 / 5.878, offset(0.01));
        assertThat(seen[9] / 1e5).isEqualTo(0.1 / 5.878, offset(0.005));
        assertThat(seen).doesNotContain(0);
    }
}
