package io.tidemark.history;

import io.tidemark.BesideOthers;
import io.tidemark.history.store.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tiers on the shared store. */
@BesideOthers
class PostgresTierTests extends TierContract {

    @RegisterExtension
    static final PostgresStore STORE = new PostgresStore();

    @Override
    Store store() {
        return STORE.store();
    }
}
