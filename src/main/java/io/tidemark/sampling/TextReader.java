package io.tidemark.sampling;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/** Reads small kernel files again and again into one buffer; their size is not known beforehand. */
final class TextReader {

    private static final int LARGEST = 1 << 20;

    private final int limit;
    private byte[] buffer = new byte[4096];

    TextReader() {
        this(LARGEST);
    }

    /** @param limit bytes after which the rest of a file is not of interest */
    TextReader(int limit) {
        this.limit = limit;
    }

    synchronized String read(File file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            int length = 0;
            int read;
            while (length < limit && (read = in.read(buffer, length, buffer.length - length)) > 0) {
                length += read;
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * length);
                }
            }
            return new String(buffer, 0, Math.min(length, limit), StandardCharsets.UTF_8);
        }
    }

    /** Reads and understands; a text that is not understood is told as one sentence that names the file. */
    <T> T read(File file, Function<String, T> parser) throws IOException {
        String text = read(file);
        try {
            return parser.apply(text);
        } catch (RuntimeException e) {
            throw new IOException(file + " is not understood", e);
        }
    }
}
