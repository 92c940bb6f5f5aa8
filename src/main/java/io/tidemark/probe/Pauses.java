package io.tidemark.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which targets are left alone because somebody said so: in the settings, by a file in the data directory, or over
 * REST. The file is called `pause`; it holds names of targets, or nothing for all of them.
 */
public final class Pauses {

    /** Stands for every target; no name of a target has an asterisk. */
    static final String ALL = "*";
    static final String FILE = "pause";

    private static final long LONGEST_FILE = 64 * 1024;

    private final boolean configured;
    private final Path file;
    private final Map<String, String> asked = new ConcurrentHashMap<>();
    private volatile Set<String> inFile = Set.of();
    private volatile boolean ended;

    Pauses(boolean configured, Path data) {
        this.configured = configured;
        this.file = data.resolve(FILE);
    }

    /** Why a target is left alone now; empty when it is not. */
    public Optional<String> reason(String target) {
        if (ended) {
            return Optional.of("the service is shutting down");
        }
        if (configured) {
            return Optional.of("probes are paused by tidemark.paused");
        }
        if (inFile.contains(ALL) || inFile.contains(target)) {
            return Optional.of("probes are paused by the file " + FILE + " in the data directory");
        }
        return Optional.ofNullable(asked.getOrDefault(target, asked.get(ALL)));
    }

    /** Pauses all for good. */
    void end() {
        ended = true;
    }

    void pause(String target) {
        asked.put(target, "probes are paused over the API");
    }

    void resume(String target) {
        asked.remove(target);
    }

    /** Looks at the file; cheap enough for several times a second. */
    void look() {
        inFile = read();
    }

    /** A file that is there and cannot be read pauses all: whoever made it wanted less, not more. */
    private Set<String> read() {
        try {
            if (!Files.exists(file)) {
                return Set.of();
            }
            List<String> names = Files.size(file) > LONGEST_FILE ? List.of() : Files.readAllLines(file);
            Set<String> given = names.stream().map(String::strip).filter(name -> !name.isEmpty())
                    .collect(Collectors.toSet());
            return given.isEmpty() ? Set.of(ALL) : given;
        } catch (NoSuchFileException _) {
            return Set.of();
        } catch (IOException _) {
            return Set.of(ALL);
        }
    }
}
