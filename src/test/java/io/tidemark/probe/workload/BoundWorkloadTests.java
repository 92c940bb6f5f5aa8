package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Run;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A cache that does not keep its bound, or serves nothing any more, is found out. */
class BoundWorkloadTests {

    @Test
    void aBoundThatIsNotKeptIsFound() {
        Run run = Sabotage.run(() -> new BoundWorkload() {
            @Override
            CacheSession bounded(CacheSession session, Assignment assignment) {
                return session;
            }
        }, Sabotage.caffeine(), 4000, 500);

        assertThat(run.violations()).containsExactly("the cache held 2000 entries, and its bound is 500",
                "nothing was evicted although 2000 entries were put where 500 fit");
    }

    @Test
    void aBoundThatWasExceededForAWhileIsFoundInTheEnd() {
        Run run = Sabotage.run(() -> new BoundWorkload() {
            @Override
            CacheSession bounded(CacheSession session, Assignment assignment) {
                return session;
            }

            @Override
            public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
                IntStream.range(0, 2000).forEach(number -> session.removeAll(List.of(new CacheKey("bound:" + number))));
                return super.verify(session, assignment, measured);
            }
        }, Sabotage.caffeine(), 4000, 500);

        assertThat(run.violations()).contains("the cache held 2000 entries, and its bound is 500");
    }

    @Test
    void aCacheThatNoLongerServesAfterEvictionIsFound() {
        Run run = Sabotage.run(() -> new BoundWorkload() {
            @Override
            CacheSession bounded(CacheSession session, Assignment assignment) {
                return session.bounded(0).orElseThrow();
            }
        }, Sabotage.caffeine(), 4000, 500);

        assertThat(run.violations()).containsExactly(
                "10 of 10 entries were not there right after they were put, once others had been evicted");
    }
}
