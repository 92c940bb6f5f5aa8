package io.tidemark.history;

import io.tidemark.BesideOthers;
import io.tidemark.history.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded store. */
@BesideOthers
class H2WindowTests extends WindowContract {

    @TempDir
    Path database;

    private TestStore server;

    @BeforeEach
    @Override
    void open() {
        if (server == null) {
            server = TestStore.h2(database);
        }
        super.open();
    }

    @Override
    void closeStore() {
        server.close();
    }

    @Override
    Store store() {
        return server.store();
    }
}
