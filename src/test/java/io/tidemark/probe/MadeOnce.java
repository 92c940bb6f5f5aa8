package io.tidemark.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.springframework.util.FileSystemUtils;

/** A folder that is costly to make and never changed, made by whichever JVM of a build needs it first. */
final class MadeOnce {

    private MadeOnce() {}

    /** What fills it. */
    interface Making {
        void into(Path folder) throws IOException;
    }

    static synchronized Path folder(Path folder, Making making) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder.getParent());
            Path unfinished = Files.createTempDirectory(folder.getParent(), "unfinished");
            making.into(unfinished);
            publish(unfinished, folder);
        }
        return folder;
    }

    /** Where another JVM was faster, its folder is as good. */
    private static void publish(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.exists(folder)) {
                throw e;
            }
            FileSystemUtils.deleteRecursively(unfinished);
        }
    }
}
