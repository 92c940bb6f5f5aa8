package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Run;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import org.junit.jupiter.api.Test;

/** A wrong command that is taken, and a session that does not go on after one, are found out. */
class InvalidCacheWorkloadTests {

    @Test
    void aWrongCommandThatIsTakenIsFound() {
        Run run = Sabotage.run(() -> new InvalidCacheWorkload() {
            @Override
            void misuse(CacheSession session, CacheSession.Misuse how, CacheKey key) {
                if (how != CacheSession.Misuse.WRONG_TYPE) {
                    super.misuse(session, how, key);
                }
            }
        }, Sabotage.redis(), 5, 1);

        assertThat(run.violations()).containsExactly("2 of 6 invalid commands were taken as if they were right, the"
                + " first being wrong-type");
    }

    @Test
    void aSessionThatDoesNotGoOnIsFound() {
        Run run = Sabotage.run(() -> new InvalidCacheWorkload() {
            @Override
            void misuse(CacheSession session, CacheSession.Misuse how, CacheKey key) {
                try {
                    super.misuse(session, how, key);
                } finally {
                    session.put(key, Payload.bytes(1));
                }
            }
        }, Sabotage.redis(), 5, 1);

        assertThat(run.violations()).containsExactly("after 6 of 6 invalid commands the next good one on the same"
                + " session did not return what was put");
    }
}
