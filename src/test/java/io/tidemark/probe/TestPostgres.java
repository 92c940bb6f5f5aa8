package io.tidemark.probe;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/** A real PostgreSQL of its own that asks everybody but its superuser for a password, and can be frozen and killed. */
public final class TestPostgres extends TestDatabase {

    private static final Path ROOT = Path.of("target", "postgres").toAbsolutePath();

    private final Path data;
    private EmbeddedPostgres server;

    public TestPostgres() {
        try {
            data = copied(MadeOnce.folder(ROOT.resolve("empty"), TestPostgres::makeSystemTables));
            server = builder(data).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestPostgres(Path data, EmbeddedPostgres server) {
        this.data = data;
        this.server = server;
    }

    private static void makeSystemTables(Path folder) throws IOException {
        new TestPostgres(folder, builder(folder).start()).setUp().server.close();
    }

    private TestPostgres setUp() throws IOException {
        Files.writeString(data.resolve("pg_hba.conf"), """
                host all postgres 127.0.0.1/32 trust
                host all all 127.0.0.1/32 scram-sha-256
                """);
        admin("select pg_reload_conf()", "create role probe login password 'right'",
                "grant create on database postgres to probe");
        return this;
    }

    /** The data of a server that is not running, for another one. */
    private static Path copied(Path data) throws IOException {
        Path copy = Files.createTempDirectory(ROOT, "pg").resolve("data");
        FileSystemUtils.copyRecursively(data, copy);
        for (String held : List.of("postmaster.pid", "epg-lock")) {
            Files.deleteIfExists(copy.resolve(held));
        }
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
        return copy;
    }

    private static EmbeddedPostgres.Builder builder(Path data) {
        return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2));
    }

    /** A replica of this server, which is stopped for a moment so that its files can be copied. */
    public TestPostgres replica() {
        try {
            Files.writeString(data.resolve("pg_hba.conf"), "host replication postgres 127.0.0.1/32 trust\n",
                    StandardOpenOption.APPEND);
            admin("checkpoint");
            kill();
            Path copy = copied(data);
            restart();
            Files.createFile(copy.resolve("standby.signal"));
            Files.writeString(copy.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 user=postgres port=" + port() + "'\n");
            return new TestPostgres(copy, builder(copy).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Shared() {
        static final TestPostgres SERVER = cleanedUp();
    }

    /** One whose data is removed at the end of this JVM, for which it has to be made anew. */
    private static TestPostgres cleanedUp() {
        try {
            Files.createDirectories(ROOT);
            Path data = Files.createTempDirectory(ROOT, "pg").resolve("data");
            return new TestPostgres(data, builder(data).setCleanDataDirectory(true).start()).setUp();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One for all tests of this JVM that do not harm it. */
    public static TestPostgres shared() {
        return Shared.SERVER;
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    /** The clock of the server. */
    String now() {
        return texts("select clock_timestamp()").getFirst();
    }

    /**
     * Waits until each of so many workers of a run is at least at its second statement that begins so. The session that
     * has prepared the run does such a statement once, before the workers do.
     */
    void awaitAtWork(String statement, int workers) {
        awaitStatement(statement, workers);
        awaitStatement(statement, workers);
    }

    private void awaitStatement(String statement, int sessions) {
        String begun = "select count(*) from pg_stat_activity where application_name = 'tidemark' and query like '"
                + statement + "%' and query_start > '" + now() + "'";
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> count(begun) >= sessions);
    }

    /** Starts again where it was killed. */
    public void restart() {
        int port = port();
        try {
            // Only this lets go of the lock on the data.
            server.close();
            server = builder(data).setPort(port).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Stream<ProcessHandle> processes() {
        try {
            long main = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
            ProcessHandle handle = ProcessHandle.of(main).orElseThrow();
            return Stream.concat(Stream.of(handle), handle.descendants());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        FileSystemUtils.deleteRecursively(data.getParent());
    }
}
