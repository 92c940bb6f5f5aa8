package io.tidemark.history;

import io.tidemark.history.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The transfer with the embedded store. */
class H2SampleTransferTests extends SampleTransferContract {

    @RegisterExtension
    final H2Store store = new H2Store();

    @Override
    Store store() {
        return store.store();
    }
}
