package io.tidemark.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Files as the tools write them, every shape once. */
final class Files {

    /** Format by the name of the file. */
    static final Map<String, String> ALL = Map.of("hyperfine.json", "hyperfine", "jmh.json", "jmh", "junit.xml",
            "junit",
            "k6-export.json", "k6", "k6-handle-summary.json", "k6", "k6-machine-readable.json", "k6",
            "pytest-benchmark.json", "pytest-benchmark");

    private Files() {}

    static byte[] bytes(String name) {
        try (InputStream file = Files.class.getResourceAsStream("/results/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static List<Imported> read(String name) {
        return Results.parse(Objects.requireNonNull(ALL.get(name)), bytes(name));
    }

    static List<Imported> parse(String format, String text) {
        return Results.parse(format, text.getBytes(StandardCharsets.UTF_8));
    }
}
