package io.tidemark.history;

import io.tidemark.history.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The transfer with the embedded store. */
class H2SampleTransferTests extends SampleTransferContract {

    @TempDir
    Path database;

    private TestStore server;

    @BeforeEach
    @Override
    void open() {
        server = TestStore.h2(database);
        super.open();
    }

    @AfterEach
    @Override
    void close() {
        super.close();
        server.close();
    }

    @Override
    Store store() {
        return server.store();
    }
}
