package io.tidemark.history;

import io.tidemark.history.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The bits that tell this instance's ids from those of others on the same store. A token in the data directory says
 * which claim is ours, so that a restart or a new name takes no further bits.
 */
final class InstanceBits {

    private InstanceBits() {}

    static int of(Path data, Store store, String instance) {
        return store.isEmbedded() ? 0 : store.claim(instance, token(data.resolve("instance")));
    }

    private static String token(Path file) {
        try {
            if (Files.exists(file)) {
                return UUID.fromString(Files.readString(file).strip()).toString();
            }
            String token = UUID.randomUUID().toString();
            Files.writeString(file, token + "\n");
            return token;
        } catch (IOException | IllegalArgumentException e) {
            throw new DataDirectoryException("tidemark.data: the file " + file.toAbsolutePath()
                    + " cannot be read or written as the token of this instance", e);
        }
    }
}
