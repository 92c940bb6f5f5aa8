package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTests {

    @TempDir
    Path parent;

    @Test
    void isMadeWhenItIsMissingAndBelongsToOne() throws IOException {
        Path data = parent.resolve("a/b");
        try (DataDirectoryLock first = DataDirectoryLock.claim(data)) {
            assertThat(data).isDirectory();
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DataDirectoryLock.claim(data)).isInstanceOf(DataDirectoryException.class)
                    .hasMessage("tidemark.data: the directory " + data + " is in use by another Tidemark");
        }
        DataDirectoryLock.claim(data).close();
    }

    @Test
    void saysWhichDirectoryCannotBeMade() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectoryLock.claim(file.resolve("data")))
                .isInstanceOf(DataDirectoryException.class).hasMessageContaining(file.resolve("data").toString())
                .hasMessageContaining("cannot be made or written");
    }
}
