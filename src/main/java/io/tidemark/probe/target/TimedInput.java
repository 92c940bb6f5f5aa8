package io.tidemark.probe.target;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** What comes over a socket, read until an instant: a byte a second is as late as none. */
final class TimedInput {

    private static final int SIZE = 2_048;
    private static final long NANOS = 1_000_000;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[SIZE];
    private int from;
    private int to;

    TimedInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /**
     * The next byte.
     *
     * @param end when it has to be there, as {@link System#nanoTime()}
     * @throws EOFException when the other side has ended the connection
     */
    int read(long end) throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
            to = some(buffer, 0, SIZE, end);
        }
        return buffer[from++] & 0xff;
    }

    /** So many bytes, all of them. */
    void read(byte[] into, int offset, int length, long end) throws IOException {
        int had = Math.min(length, to - from);
        System.arraycopy(buffer, from, into, offset, had);
        from += had;
        for (int read = had; read < length;) {
            read += some(into, offset + read, length - read, end);
        }
    }

    private int some(byte[] into, int offset, int length, long end) throws IOException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the rest did not come within the deadline");
        }
        // 0 would be for ever.
        socket.setSoTimeout((int) (left / NANOS) + 1);
        int read = in.read(into, offset, length);
        if (read < 0) {
            throw new EOFException();
        }
        return read;
    }
}
