package io.tidemark.sampling;

import io.tidemark.sampling.ProcessTable.Identity;
import io.tidemark.sampling.ProcessTable.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The process whose pid a daemon has written into a file. The file is somebody else's: only a regular one that begins
 * with a pid is believed, and a process that was started after the file was written is another one.
 */
final class PidFile implements AutoCloseable {

    private static final int READ = 64;
    private static final Pattern PID = Pattern.compile("[1-9]\\d{0,9}");

    /** Start times are rounded to seconds and the clock may have been set a little. */
    private static final double TOLERANCE_SECONDS = 10;

    private final Path path;
    private final ProcessTable table;
    private final AtomicReference<@Nullable Content> content = new AtomicReference<>();
    // A file system may block for ever.
    private final GuardedSweep<Path> sweep;

    PidFile(Path path, ProcessTable table, Patience patience) {
        this.path = path;
        this.table = table;
        this.sweep = new GuardedSweep<>("tidemark-pid-file", this::read, patience.one());
    }

    /**
     * The process, if it runs.
     *
     * @throws IOException when the file or the process cannot be read, so that it may run all the same
     */
    Optional<Identity> find() throws IOException {
        content.set(null);
        sweep.sweep(List.of(path));
        Content found = content.get();
        if (found == null) {
            throw new IOException(path + " does not answer");
        }
        if (found.fault != null) {
            throw new IOException(path + " " + found.fault);
        }
        return found.pid == 0
                ? Optional.empty()
                : table.read(found.pid).filter(process -> isMeant(process, found)).map(Reading::identity);
    }

    @Override
    public void close() {
        sweep.close();
    }

    /** Where no start is told, the pid alone must do. */
    private static boolean isMeant(Reading process, Content found) {
        return !(process.startTime() > found.written + TOLERANCE_SECONDS);
    }

    private void read(Path file) {
        content.set(contentOf(file));
    }

    private static Content contentOf(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return Content.refused("is no regular file");
            }
            String line = firstLine(file);
            if (!line.isEmpty() && !PID.matcher(line).matches()) {
                return Content.refused("does not begin with a pid");
            }
            return new Content(line.isEmpty() ? 0 : Long.parseLong(line),
                    attributes.lastModifiedTime().toMillis() / 1e3, null);
        } catch (NoSuchFileException _) {
            return Content.NONE;
        } catch (AccessDeniedException _) {
            return Content.refused("may not be read");
        } catch (IOException _) {
            return Content.refused("cannot be read");
        }
    }

    /** Some write more into the lines below. */
    private static String firstLine(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(READ), StandardCharsets.ISO_8859_1).lines().findFirst().orElse("").strip();
        }
    }

    /**
     * What stands in the file.
     *
     * @param pid 0 when there is none
     * @param written seconds since 1970
     * @param fault why it is not believed
     */
    private record Content(long pid, double written, @Nullable String fault) {

        static final Content NONE = new Content(0, 0, null);

        static Content refused(String fault) {
            return new Content(0, 0, fault);
        }
    }
}
