package io.tidemark.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies directories. */
final class Files {

    private Files() {}

    static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> all = java.nio.file.Files.walk(from)) {
            List<Path> sources = all.toList();
            java.nio.file.Files.createDirectories(to.getParent());
            for (Path source : sources) {
                java.nio.file.Files.copy(source, to.resolve(from.relativize(source)));
            }
        }
    }
}
