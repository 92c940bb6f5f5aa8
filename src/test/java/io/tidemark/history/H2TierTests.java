package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.BesideOthers;
import io.tidemark.history.store.Store;
import io.tidemark.history.store.Tier;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiers on the embedded store. */
@BesideOthers
class H2TierTests extends TierContract {

    @TempDir
    Path database;

    private TestStore server;

    @BeforeEach
    void openStore() {
        server = TestStore.h2(database);
    }

    @AfterEach
    void closeStore() {
        server.close();
    }

    @Override
    Store store() {
        return server.store();
    }

    @Test
    void rollsUpAgainWhatAStoreThatWentAwayDidNotTake() {
        write(TestSamples.counter(1), 0, 3);
        Roller roller = roller("test-1");

        assertThatThrownBy(() -> roller.roll(() -> {
            ((HikariDataSource) server.dataSource()).close();
            return true;
        })).isInstanceOf(RuntimeException.class);
        server = TestStore.h2(database);
        roll();

        assertThat(unrolled()).isEmpty();
        assertExact(Tier.HOURS);
    }
}
