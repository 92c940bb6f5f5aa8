package io.tidemark.history;

import io.tidemark.BesideOthers;
import io.tidemark.history.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on the shared store. */
@BesideOthers
class PostgresWindowTests extends WindowContract {

    @RegisterExtension
    static final PostgresStore STORE = new PostgresStore();

    @Override
    Store store() {
        return STORE.store();
    }
}
