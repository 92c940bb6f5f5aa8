package io.tidemark.history;

import io.tidemark.BesideOthers;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Merged runs on the embedded store. */
@BesideOthers
class H2RunTierTests extends RunTierContract {

    @RegisterExtension
    final H2Store store = new H2Store();

    @Override
    TestStore server() {
        return store.server();
    }
}
