package io.tidemark.probe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.SessionPool;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LendingTests {

    @TempDir
    private Path data;

    @Test
    void aSessionThatWasCutIsClosedWhenItComesBack() throws Exception {
        try (SessionPool pool = new SessionPool(new H2Target("db", data), 1, true)) {
            Lending lending = new Lending(Duration.ofSeconds(5));
            DatabaseSession session = (DatabaseSession) lending.lend(pool, SessionPool.Timing.NONE);

            lending.cut();
            lending.takeBack(pool, session);

            assertThat(session.connection().isClosed()).isTrue();
        }
    }
}
