package io.tidemark.sampling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A /proc and /sys made of files. */
final class FakeKernel {

    private final Path root;

    FakeKernel(Path root) {
        this.root = root;
        proc("stat", "cpu  0 0 0 0 0 0 0 0 0 0\n");
    }

    Procfs procfs() {
        return new Procfs(root.resolve("proc"), root.resolve("sys"));
    }

    FakeKernel proc(String file, String text) {
        return write("proc/" + file, text);
    }

    FakeKernel sys(String file, String text) {
        return write("sys/" + file, text);
    }

    Path path(String file) {
        return root.resolve(file);
    }

    void remove(String file) {
        try {
            Files.delete(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FakeKernel write(String file, String text) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
