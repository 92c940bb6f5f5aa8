package io.tidemark.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a data directory for one process: to be claimed before the embedded store opens its file. The operating system
 * lets go of it when the process ends, however it ends.
 */
public final class DataDirectoryLock implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectoryLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Makes the directory if there is none, and claims it.
     *
     * @throws DataDirectoryException when it cannot be made or written, or is in use
     */
    public static DataDirectoryLock claim(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        FileChannel channel = open(absolute);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new DataDirectoryException(
                        "tidemark.data: the directory " + absolute + " is in use by another Tidemark");
            }
            return new DataDirectoryLock(channel, lock);
        } catch (IOException e) {
            throw notWritable(absolute, e);
        }
    }

    private static FileChannel open(Path directory) {
        try {
            Files.createDirectories(directory);
            return FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw notWritable(directory, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static DataDirectoryException notWritable(Path directory, IOException cause) {
        return new DataDirectoryException("tidemark.data: the directory " + directory
                + " cannot be made or written; name one that this user may write to", cause);
    }

    /** Gives the directory up after a failure that says more than one of this could. */
    public void release() {
        try {
            close();
        } catch (IOException _) {
            // Then the end of the process does it.
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
