package io.tidemark.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the programs of peers. */
public final class Programs {

    private static final long MINUTES = 10;

    private Programs() {}

    /**
     * Runs to the end.
     *
     * @return what it printed
     * @throws IllegalStateException with that, when it failed
     */
    public static String run(List<String> command) throws IOException, InterruptedException {
        return run(command, Path.of("."));
    }

    public static String run(List<String> command, Path directory) throws IOException, InterruptedException {
        Path printed = Files.createTempFile("bench", ".out");
        try {
            Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                    .redirectOutput(printed.toFile()).start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            String said = Files.readString(printed);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
            }
            return said;
        } finally {
            Files.delete(printed);
        }
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
