package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of the service gives room back, and being killed over it costs nothing. */
@BesideOthers
class CompactionTests {

    private static final String ROWS = "select cast(count(*) as varchar) || '/' || sum(length(data)) from sample_block";

    @TempDir
    Path data;

    @Test
    void roomOfDeletedRowsIsGivenBackAndNothingElse() throws IOException, SQLException {
        try (TestStore server = TestStore.h2(data)) {
            KilledCompaction.fill(server, 4000);
            String rows = server.query(ROWS).getFirst();
            long kept = 2000 * 1500;

            new EmbeddedStoreCompaction(server.dataSource(), server.store()).close();

            assertThat(Files.size(file())).isLessThan(kept * 5 / 4);
            assertThat(rows()).isEqualTo(rows);
        }
    }

    @Test
    void beingKilledOverItLosesNothing() throws IOException, InterruptedException, SQLException {
        try (TestStore server = TestStore.h2(data)) {
            KilledCompaction.fill(server, 12_000);
        }
        String rows = rows();
        int seen = 0;
        for (int kill = 0; kill < 6; kill++) {
            Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m",
                    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=quiet-logback.xml",
                    "-cp", System.getProperty("java.class.path"), KilledCompaction.class.getName(), data.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                process.getInputStream().read();
                awaitCopy(process, kill * (512L << 10));
                seen += copies() > 0 ? 1 : 0;
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(rows()).isEqualTo(rows);
        }
        StoreCheck.embedded("jdbc:h2:file:" + data.resolve("store"), "sa", "", KilledCompaction.MIGRATIONS);
        assertThat(seen).as("kills in the middle of a copy").isPositive();
    }

    /** Until so much of the copy is there, or the end. */
    private void awaitCopy(Process process, long bytes) throws IOException, InterruptedException {
        while (copies() <= bytes && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
            // A little more.
        }
    }

    private long copies() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.toString().matches(".*mv\\.db\\..*")).mapToLong(f -> f.toFile().length())
                    .sum();
        }
    }

    private String rows() throws SQLException {
        try (Connection connection = KilledCompaction.connect(data);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ROWS)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Path file() {
        return data.resolve("store.mv.db");
    }
}
