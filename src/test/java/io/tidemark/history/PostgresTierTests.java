package io.tidemark.history;

import io.tidemark.history.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tiers on the shared store. */
class PostgresTierTests extends TierContract {

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
    Store store() {
        return server.store();
    }
}
