package io.tidemark.history;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Merged runs on the shared store. */
class PostgresRunTierTests extends RunTierContract {

    private static EmbeddedPostgres postgres;
    private static TestStore server;

    @BeforeAll
    static void startServer() {
        postgres = TestStore.startPostgres();
        server = TestStore.postgres(postgres);
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
        postgres.close();
    }

    @BeforeEach
    void emptyStore() {
        server.empty();
    }

    @Override
    TestStore server() {
        return server;
    }
}
