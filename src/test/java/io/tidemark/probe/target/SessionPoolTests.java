package io.tidemark.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.probe.target.Failure.Kind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionPoolTests {

    private static final Duration LIMIT = Duration.ofMillis(50);

    @TempDir
    private Path data;

    @Test
    void lendsNoMoreThanItsSizeAndSaysSoAfterTheDeadline() throws Exception {
        try (SessionPool pool = new SessionPool(new CaffeineTarget("cache"), 1, true)) {
            Session only = pool.borrow(LIMIT, SessionPool.Timing.NONE);
            assertThatThrownBy(() -> pool.borrow(LIMIT, SessionPool.Timing.NONE))
                    .isInstanceOfSatisfying(ProbeException.class, e -> assertThat(e
                            .failure()).isEqualTo(new Failure(Kind.POOL,
                                    "all connections to cache were in use for the whole deadline")));
            pool.giveBack(only);
            assertThat(pool.borrow(LIMIT, SessionPool.Timing.NONE)).isSameAs(only);
            pool.discard(only);
            assertThat(pool.borrow(LIMIT, SessionPool.Timing.NONE)).isNotSameAs(only);
        }
    }

    @Test
    void replacesASessionThatWasLostAndResetsWhatIsGivenBack() throws Exception {
        try (SessionPool pool = new SessionPool(new H2Target("db", data), 1, true)) {
            DatabaseSession first = (DatabaseSession) pool.borrow(Duration.ofSeconds(5), SessionPool.Timing.NONE);
            first.connection().setAutoCommit(false);
            pool.giveBack(first);
            assertThat(pool.borrow(Duration.ofSeconds(5), SessionPool.Timing.NONE)).isSameAs(first);
            assertThat(first.connection().getAutoCommit()).isTrue();
            pool.giveBack(first);
            first.connection().close();
            assertThat(pool.borrow(Duration.ofSeconds(5), SessionPool.Timing.NONE)).isNotSameAs(first);
        }
    }

    @Test
    void doesNotKeepASessionThatWasCutAlsoWhenItsDatabaseIgnoresThat() throws Exception {
        try (SessionPool pool = new SessionPool(new H2Target("db", data), 1, true)) {
            DatabaseSession first = (DatabaseSession) pool.borrow(Duration.ofSeconds(5), SessionPool.Timing.NONE);
            first.abort();
            assertThat(first.isBroken()).isTrue();
            pool.giveBack(first);
            assertThat(first.connection().isClosed()).isTrue();
            assertThat(pool.borrow(Duration.ofSeconds(5), SessionPool.Timing.NONE)).isNotSameAs(first);
        }
    }

    @Test
    void keepsNothingOpenForProbesThatRunSeldom() throws Exception {
        try (SessionPool pool = new SessionPool(new H2Target("db", data), 1, false)) {
            Session session = pool.borrow(Duration.ofSeconds(5), SessionPool.Timing.NONE);
            pool.giveBack(session);
            assertThat(session.isBroken()).isTrue();
        }
    }
}
