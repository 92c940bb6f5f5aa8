package io.tidemark.alert.jpa;

import io.tidemark.BesideOthers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;

@BesideOthers
class AlertStoreOnPostgresTests extends AlertStoreContract {

    private final EmbeddedPostgres server = TestStores.startPostgres();

    @Override
    DataSource database() {
        return server.getPostgresDatabase();
    }

    @Override
    String vendor() {
        return "postgresql";
    }

    @Override
    String waiting() {
        return "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }
}
