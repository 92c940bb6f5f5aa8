package io.tidemark.probe;

import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * A server of Debian's package `postgresql`, with the settings it is shipped with: where it has to stand beside pgbench,
 * which comes with it. Takes anybody on the loopback interface, and is deleted when closed.
 */
public final class DebianPostgres implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    private final Path programs = programs();
    private final Path directory;
    private final int port = Programs.freePort();

    public DebianPostgres() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("bench-postgres");
        if (isRoot()) {
            Programs.run(List.of("chown", USER, directory.toString()));
        }
        as(USER, "initdb", "-A", "trust", "-U", USER, "-D", data(), "--encoding=UTF8", "--no-instructions");
        as(USER, "pg_ctl", "-D", data(), "-w", "-l", directory.resolve("log").toString(), "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + directory, "start");
    }

    private static Path programs() {
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.max(Comparator.comparingInt(version -> Integer.parseInt(version.getFileName().toString())))
                    .orElseThrow().resolve("bin");
        } catch (IOException e) {
            throw new IllegalStateException("no PostgreSQL under " + VERSIONS + "; apt-get install postgresql", e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    /** The server refuses to run as root. */
    private void as(String user, String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(isRoot() ? List.of("runuser", "-u", user, "--") : List.of());
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Programs.run(command, directory);
    }

    /** Of its main process. */
    public long pid() throws IOException {
        return Long
                .parseLong(Files.readAllLines(directory.resolve("data").resolve("postmaster.pid")).getFirst().strip());
    }

    /** Where pgbench leaves its logs. */
    public Path directory() {
        return directory;
    }

    public Target target() {
        return Targets.parse("url", "bench", "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, null, true,
                Limits.USUAL);
    }

    /**
     * Runs pgbench as a client over TCP.
     *
     * @return what it printed
     */
    public String pgbench(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(programs.resolve("pgbench").toString(), "-h", "127.0.0.1", "-p",
                Integer.toString(port), "-U", USER));
        command.addAll(List.of(arguments));
        command.add("postgres");
        return Programs.run(command, directory);
    }

    @Override
    public void close() throws IOException {
        try {
            as(USER, "pg_ctl", "-D", data(), "-w", "-m", "fast", "stop");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }
}
