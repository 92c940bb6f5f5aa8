package io.tidemark.history;

import io.tidemark.BesideOthers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Merged runs on the embedded store. */
@BesideOthers
class H2RunTierTests extends RunTierContract {

    @TempDir
    Path database;

    private TestStore server;

    @BeforeEach
    void openStore() {
        server = TestStore.h2(database);
    }

    @AfterEach
    void closeStore() {
        server.close();
    }

    @Override
    TestStore server() {
        return server;
    }
}
