package io.tidemark.history;

import io.tidemark.alert.jpa.TestStores;
import io.tidemark.history.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real shared store of one class of tests, empty before each of them. */
final class PostgresStore implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private @Nullable EmbeddedPostgres postgres;
    private @Nullable TestStore server;

    @Override
    public void beforeAll(ExtensionContext context) {
        postgres = TestStores.startPostgres();
        server = TestStore.postgres(postgres);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server().empty();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        server().close();
        if (postgres != null) {
            postgres.close();
        }
    }

    TestStore server() {
        if (server == null) {
            throw new IllegalStateException("register it in a static field");
        }
        return server;
    }

    Store store() {
        return server().store();
    }
}
