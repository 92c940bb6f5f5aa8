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
import org.springframework.util.FileSystemUtils;

/** A real PostgreSQL of its own that asks everybody but its superuser for a password, and can be frozen and killed. */
public final class TestPostgres extends TestDatabase {

    private static final Path ROOT = Path.of("target", "postgres");

    private final Path data;
    private EmbeddedPostgres server;

    public TestPostgres() {
        this(false);
    }

    private TestPostgres(boolean cleanAtExit) {
        try {
            Files.createDirectories(ROOT);
            data = Files.createTempDirectory(ROOT.toAbsolutePath(), "pg").resolve("data");
            server = builder(data).setCleanDataDirectory(cleanAtExit).start();
            Files.writeString(data.resolve("pg_hba.conf"), """
                    host all postgres 127.0.0.1/32 trust
                    host all all 127.0.0.1/32 scram-sha-256
                    """);
            admin("select pg_reload_conf()", "create role probe login password 'right'",
                    "grant create on database postgres to probe");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestPostgres(Path data, EmbeddedPostgres server) {
        this.data = data;
        this.server = server;
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
            Path copy = Files.createTempDirectory(ROOT.toAbsolutePath(), "pg").resolve("data");
            FileSystemUtils.copyRecursively(data, copy);
            for (String held : List.of("postmaster.pid", "epg-lock")) {
                Files.deleteIfExists(copy.resolve(held));
            }
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
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
        static final TestPostgres SERVER = new TestPostgres(true);
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
