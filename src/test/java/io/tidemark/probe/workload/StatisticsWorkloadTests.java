package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Run;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import org.junit.jupiter.api.Test;

/** Statistics of a cache that do not count are found out. */
class StatisticsWorkloadTests {

    @Test
    void statisticsThatDoNotCountAreFound() {
        Run run = Sabotage.run(() -> new StatisticsWorkload() {
            @Override
            void look(CacheSession session, CacheKey key, boolean writes) {
                // The cache is not asked, as if it did not count.
            }
        }, Sabotage.caffeine(), 1, 1);

        assertThat(run.violations()).containsExactly(
                "a lookup that missed was not counted, the cache says 0 misses before and after it",
                "a lookup that hit was not counted, the cache says 0 hits before and after it");
    }
}
