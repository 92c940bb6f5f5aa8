package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.Growth;
import io.tidemark.metric.Unit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrowthTextTests {

    private static final Duration SIX_HOURS = Duration.ofHours(6);

    @Test
    void saysWhatAPersonWouldSay() {
        assertThat(sentence(new Growth(72e6, 51e6, 93e6, 400e6, SIX_HOURS, true)))
                .isEqualTo("heap is growing: by 72 MB over 6 h (51 MB to 93 MB, 99 % sure).");
        assertThat(sentence(new Growth(-72e6, -93e6, -51e6, 400e6, SIX_HOURS, true)))
                .isEqualTo("heap is shrinking: by 72 MB over 6 h (-93 MB to -51 MB, 99 % sure).");
        assertThat(sentence(new Growth(1e6, -2e6, 4e6, 400e6, SIX_HOURS, true))).isEqualTo("heap is steady: it moved by"
                + " less than a twentieth of its 400 MB over 6 h (-2 MB to 4 MB, 99 % sure).");
        assertThat(sentence(new Growth(40e6, -20e6, 100e6, 400e6, SIX_HOURS, true)))
                .isEqualTo("heap may have moved or not: by 40 MB over 6 h (-20 MB to 100 MB, 99 % sure).");
        assertThat(sentence(new Growth(200e6, 0, 230e6, 400e6, SIX_HOURS, false)))
                .isEqualTo("heap moved, but not all the"
                        + " time, as what jumps or levels off: by 200 MB over 6 h (0 B to 230 MB, 99 % sure).");
    }

    private static String sentence(Growth growth) {
        return GrowthText.sentence("heap", growth, Unit.BYTES);
    }
}
