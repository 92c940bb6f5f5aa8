package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.store.Store;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The room of the embedded store. */
class H2StoreRoomTests extends StoreRoomContract {

    @RegisterExtension
    final H2Store store = new H2Store();

    @Test
    void whatIsMeasuredWhileItIsOpenIsTheFileAfterCompaction() throws Exception {
        HistorySettings settings = settings(2000);
        Retention retention = retention(settings);
        write(retention, Duration.ofDays(2), 120);
        clock.turn(Duration.ofDays(3));
        retention.clean();
        StoreUse use = new StoreMeter(store(), settings, clock, () -> 0).measure();

        new EmbeddedStoreCompaction(store.server().dataSource(), store.store()).close();

        assertThat((double) Files.size(store.directory().resolve("store.mv.db"))).isBetween(use.bytes() * 0.9,
                use.bytes() * 1.1);
        assertThat(use.fileBytes()).isGreaterThan(use.bytes());
    }

    @Override
    Store store() {
        return store.store();
    }

    @Override
    void settle() {}
}
