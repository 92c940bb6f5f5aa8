package io.tidemark.history;

import io.tidemark.history.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** An embedded store of each test, in a directory of its own; open before the test's set-up and closed after its end. */
final class H2Store implements BeforeEachCallback, AfterEachCallback {

    private @Nullable Path directory;
    private @Nullable TestStore server;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("store");
        openAgain();
    }

    /** For when a test has closed it. */
    void openAgain() {
        server = TestStore.h2(directory());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        server().close();
        FileSystemUtils.deleteRecursively(directory());
    }

    Path directory() {
        if (directory == null) {
            throw new IllegalStateException("register it in a field");
        }
        return directory;
    }

    TestStore server() {
        if (server == null) {
            throw new IllegalStateException("register it in a field");
        }
        return server;
    }

    Store store() {
        return server().store();
    }
}
