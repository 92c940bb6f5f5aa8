package io.tidemark.history;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A disk of some megabytes in memory, which can be full; only where this process may mount one. */
public final class SmallDisk implements AutoCloseable {

    private final Path path;
    private final Path ballast;

    private SmallDisk(Path path) {
        this.path = path;
        this.ballast = path.resolve("ballast");
    }

    /** Skips the test where that is not permitted. */
    public static SmallDisk mount(int megabytes) throws IOException {
        Path path = Files.createTempDirectory("small-disk");
        String refusal = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tidemark-test",
                path.toString());
        Assumptions.assumeTrue(refusal.isEmpty(), "no small disk to fill: " + refusal);
        return new SmallDisk(path);
    }

    public Path path() {
        return path;
    }

    /** Leaves no more than so many bytes. */
    public void fill(long left) throws IOException {
        byte[] page = new byte[4096];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(ballast), 1 << 16)) {
            for (long room = path.toFile().getUsableSpace(); room > left; room -= page.length) {
                out.write(page);
            }
        } catch (IOException e) {
            // What else writes here was quicker.
            if (path.toFile().getUsableSpace() > left) {
                throw e;
            }
        }
    }

    public void free() throws IOException {
        Files.delete(ballast);
    }

    @Override
    public void close() throws IOException {
        // Programs that are being started hold what is open here for a moment.
        String refusal = run("umount", "-l", path.toString());
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
        Files.delete(path);
    }

    /** Returns why it failed, or empty text. */
    private static String run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? ""
                    : String.join(" ", List.of(command)) + ": " + said;
        } catch (IOException e) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while mounting", e);
        }
    }
}
