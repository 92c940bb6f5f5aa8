package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever comes second, or has been slower, uses what the first one has made. */
class MadeOnceTests {

    @TempDir
    private Path root;

    @Test
    void isMadeForTheFirstOneOnly() throws IOException {
        AtomicInteger times = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            Path made = MadeOnce.folder(root.resolve("made"), folder -> write(folder, "" + times.incrementAndGet()));
            assertThat(made.resolve("file")).hasContent("1");
        }
        assertThat(root).isDirectoryNotContaining("glob:**unfinished*");
    }

    @Test
    void whoWasSlowerTakesWhatIsThereAndRemovesItsOwn() throws IOException {
        Path made = MadeOnce.folder(root.resolve("made"), folder -> {
            write(folder, "slower");
            write(Files.createDirectory(root.resolve("made")), "faster");
        });

        assertThat(made.resolve("file")).hasContent("faster");
        assertThat(root).isDirectoryNotContaining("glob:**unfinished*");
    }

    @Test
    void whatCannotBeMadeIsNotThere() {
        assertThatIOException().isThrownBy(() -> MadeOnce.folder(root.resolve("made"), _ -> {
            throw new IOException("no room");
        }));
        assertThat(root.resolve("made")).doesNotExist();
    }

    private static void write(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve("file"), text);
    }
}
