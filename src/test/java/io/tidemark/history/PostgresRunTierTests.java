package io.tidemark.history;

import io.tidemark.BesideOthers;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Merged runs on the shared store. */
@BesideOthers
class PostgresRunTierTests extends RunTierContract {

    @RegisterExtension
    static final PostgresStore STORE = new PostgresStore();

    @Override
    TestStore server() {
        return STORE.server();
    }
}
