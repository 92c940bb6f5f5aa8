package io.tidemark.history;

import io.tidemark.ServiceProcess;
import io.tidemark.alert.jpa.TestStores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bytes a sample in the embedded store, PostgreSQL and Prometheus, indexes and free space included. Properties: minutes
 * (30) to record the service's own sources for, or recording, the data directory of a service that has ended; samples
 * (13 million).
 */
class StorageBench {

    private static final long SAMPLES = Long.getLong("samples", 13_000_000);
    private static final String INSTANCE = "bench";

    @TempDir
    private Path directory;

    @Test
    void recorded() throws Exception {
        Path recorded = directory.resolve("recorded");
        if (System.getProperty("recording") == null) {
            try (var _ = ServiceProcess.start(recorded)) {
                TimeUnit.MINUTES.sleep(Integer.getInteger("minutes", 30));
            }
        } else {
            Files.createDirectories(recorded);
            Files.copy(Path.of(System.getProperty("recording"), "store.mv.db"), recorded.resolve("store.mv.db"));
        }
        try (TestStore store = TestStore.h2(recorded, "tidemark")) {
            Recording recording = Recording.of(store);
            System.out.printf("recorded: %d series, %d samples in %s%n", recording.columns().size(),
                    recording.count(), Duration.between(recording.start(), recording.end()));
            measure("recorded, end to end", recording.repeatedTo(SAMPLES));
        }
    }

    @Test
    void generated() throws Exception {
        Duration day = Duration.ofDays(1);
        int series = (int) (SAMPLES / day.toSeconds()) + 1;
        measure("generated", Recording.generated(series, Instant.now().minus(day), day));
    }

    private void measure(String what, Recording recording) throws Exception {
        Path h2 = Files.createDirectories(directory.resolve("h2"));
        try (TestStore store = TestStore.h2(h2)) {
            recording.writeTo(store.store(), INSTANCE);
            TimeUnit.SECONDS.sleep(10);
            print(what + ", H2 while open", size(h2), recording);
            compactAndClose(store);
        }
        print(what + ", H2 compacted", size(h2), recording);
        try (EmbeddedPostgres server = TestStores.startPostgres(); TestStore store = TestStore.postgres(server)) {
            recording.writeTo(store.store(), INSTANCE);
            print(what + ", PostgreSQL", relations(store), recording);
        }
        print(what + ", Prometheus", prometheus(recording), recording);
    }

    private static void compactAndClose(TestStore store) {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN COMPACT");
        } catch (SQLException _) {
            // The connection is gone with the database, which it cannot be given back to.
        }
    }

    private long prometheus(Recording recording) throws IOException, InterruptedException {
        Path data = directory.resolve("prometheus");
        Prometheus.start(recording, data).close();
        return Prometheus.bytes(data);
    }

    private static long size(Path data) {
        return data.resolve("store.mv.db").toFile().length();
    }

    /** Tables, indexes and what is stored out of line. */
    private static long relations(TestStore store) throws SQLException {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sum(pg_total_relation_size(oid)) from pg_class "
                        + "where relname in ('series', 'sample_block') or relname like 'sample_block\\_%' "
                        + "and relkind in ('r', 'p')")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void print(String what, long bytes, Recording recording) {
        System.out.printf("%s: %d bytes for %d samples, %.3f a sample%n", what, bytes, recording.count(),
                bytes / (double) recording.count());
    }
}
