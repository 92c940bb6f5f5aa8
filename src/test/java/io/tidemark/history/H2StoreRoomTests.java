package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The room of the embedded store. */
class H2StoreRoomTests extends StoreRoomContract {

    @TempDir
    Path database;

    private TestStore server;

    @BeforeEach
    void open() {
        server = TestStore.h2(database);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whatIsMeasuredWhileItIsOpenIsTheFileAfterCompaction() throws Exception {
        HistorySettings settings = settings(2000);
        Retention retention = retention(settings);
        write(retention, Duration.ofDays(2), 120);
        clock.turn(Duration.ofDays(3));
        retention.clean();
        StoreUse use = new StoreMeter(store(), settings, clock, () -> 0).measure();

        new EmbeddedStoreCompaction(server.dataSource(), server.store()).close();

        assertThat((double) Files.size(database.resolve("store.mv.db"))).isBetween(use.bytes() * 0.9,
                use.bytes() * 1.1);
        assertThat(use.fileBytes()).isGreaterThan(use.bytes());
    }

    @Override
    Store store() {
        return server.store();
    }

    @Override
    void settle() {}
}
