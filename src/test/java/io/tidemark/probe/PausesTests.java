package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PausesTests {

    @TempDir
    private Path data;

    @Test
    void anEmptyFilePausesAllAndItsRemovalNone() throws IOException {
        Pauses pauses = new Pauses(false, data);
        Files.createFile(data.resolve("pause"));
        pauses.look();
        assertThat(pauses.reason("shop")).contains("probes are paused by the file pause in the data directory");
        Files.delete(data.resolve("pause"));
        pauses.look();
        assertThat(pauses.reason("shop")).isEmpty();
    }

    @Test
    void aFileWithNamesPausesThose() throws IOException {
        Pauses pauses = new Pauses(false, data);
        Files.writeString(data.resolve("pause"), "shop\n  cache \n\n");
        pauses.look();
        assertThat(pauses.reason("shop")).isPresent();
        assertThat(pauses.reason("cache")).isPresent();
        assertThat(pauses.reason("other")).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadPausesAll() throws IOException {
        Pauses pauses = new Pauses(false, data);
        Files.createDirectory(data.resolve("pause"));
        pauses.look();
        assertThat(pauses.reason("shop")).isPresent();
    }

    @Test
    void theApiPausesOneOrAll() {
        Pauses pauses = new Pauses(false, data);
        pauses.pause("shop");
        assertThat(pauses.reason("shop")).isPresent();
        assertThat(pauses.reason("cache")).isEmpty();
        pauses.pause(Pauses.ALL);
        pauses.resume("shop");
        assertThat(pauses.reason("shop")).contains("probes are paused over the API");
        pauses.resume(Pauses.ALL);
        assertThat(pauses.reason("shop")).isEmpty();
    }

    @Test
    void theEndOfTheServicePausesAllForGood() {
        Pauses pauses = new Pauses(false, data);
        pauses.end();
        pauses.resume(Pauses.ALL);
        assertThat(pauses.reason("shop")).contains("the service is shutting down");
    }

    @Test
    void settingsPauseAll() {
        assertThat(new Pauses(true, data).reason("shop")).contains("probes are paused by tidemark.paused");
    }
}
