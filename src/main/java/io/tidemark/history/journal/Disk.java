package io.tidemark.history.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where segments are written; apart from the log so that a test can have a disk that refuses. */
public interface Disk {

    /** Opens a file for writing behind its first {@code size} bytes; what stood behind them is cut off. */
    Output open(Path file, long size) throws IOException;

    /** One open file. */
    interface Output extends Closeable {

        void write(ByteBuffer bytes) throws IOException;

        /** Returns when everything written is on the disk itself. */
        void force() throws IOException;
    }

    /** The disk of this machine. */
    static Disk local() {
        return (file, size) -> {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(size);
            channel.position(size);
            return new LocalOutput(channel);
        };
    }

    /** A plain file. */
    record LocalOutput(FileChannel channel) implements Output {

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
