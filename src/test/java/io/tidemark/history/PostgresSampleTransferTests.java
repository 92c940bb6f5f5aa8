package io.tidemark.history;

import io.tidemark.history.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The transfer with the shared store. */
class PostgresSampleTransferTests extends SampleTransferContract {

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
    @Override
    void open() {
        server.empty();
        super.open();
    }

    @Override
    Store store() {
        return server.store();
    }
}
