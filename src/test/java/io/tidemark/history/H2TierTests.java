package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.BesideOthers;
import io.tidemark.history.store.Store;
import io.tidemark.history.store.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tiers on the embedded store. */
@BesideOthers
class H2TierTests extends TierContract {

    @RegisterExtension
    final H2Store store = new H2Store();

    @Override
    Store store() {
        return store.store();
    }

    @Test
    void rollsUpAgainWhatAStoreThatWentAwayDidNotTake() {
        write(TestSamples.counter(1), 0, 3);
        Roller roller = roller("test-1");

        assertThatThrownBy(() -> roller.roll(() -> {
            ((HikariDataSource) store.server().dataSource()).close();
            return true;
        })).isInstanceOf(RuntimeException.class);
        store.openAgain();
        roll();

        assertThat(unrolled()).isEmpty();
        assertExact(Tier.HOURS);
    }
}
