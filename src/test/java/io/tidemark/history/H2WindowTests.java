package io.tidemark.history;

import io.tidemark.BesideOthers;
import io.tidemark.history.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on the embedded store. */
@BesideOthers
class H2WindowTests extends WindowContract {

    @RegisterExtension
    final H2Store store = new H2Store();

    @Override
    Store store() {
        return store.store();
    }
}
