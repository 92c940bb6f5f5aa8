package io.tidemark.history;

import io.tidemark.BesideOthers;
import io.tidemark.history.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The transfer with the shared store. */
@BesideOthers
class PostgresSampleTransferTests extends SampleTransferContract {

    @RegisterExtension
    static final PostgresStore STORE = new PostgresStore();

    @Override
    Store store() {
        return STORE.store();
    }
}
