package io.tidemark.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that does to each connection what it is told, however rude. */
public final class RawServer implements AutoCloseable {

    private static final long TRICKLE_MILLIS = 100;

    private final ServerSocket socket;
    private final CountDownLatch end = new CountDownLatch(1);

    /** What is done to a connection; it is closed afterwards. */
    public interface Manners {
        void treat(Socket visitor, CountDownLatch end) throws Exception;
    }

    public RawServer(Manners manners) throws IOException {
        socket = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> accept(manners));
    }

    /** Takes the connection and says nothing. */
    static RawServer hanging() throws IOException {
        return new RawServer((_, end) -> end.await());
    }

    /** Says the same to everybody who has asked, and hangs up. */
    static RawServer saying(String words) throws IOException {
        return new RawServer((visitor, _) -> {
            readRequest(visitor);
            say(visitor, words);
        });
    }

    /** Begins an answer that takes 100 s, byte by byte. */
    static RawServer trickling() throws IOException {
        return trickling("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    }

    /** Adds byte by byte to a header that it never gets to the end of. */
    static RawServer tricklingHeaders() throws IOException {
        return trickling("HTTP/1.1 200 OK\r\nX-Slow: ");
    }

    private static RawServer trickling(String beginning) throws IOException {
        return new RawServer((visitor, end) -> {
            readRequest(visitor);
            say(visitor, beginning);
            while (isTimeForMore(end)) {
                say(visitor, "x");
            }
        });
    }

    /** Waits before the next byte of what comes byte by byte: less than anybody waits for a single one. */
    static boolean isTimeForMore(CountDownLatch end) throws InterruptedException {
        return !end.await(TRICKLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Has always another header to tell. */
    static RawServer endlessHeaders() throws IOException {
        return new RawServer((visitor, _) -> {
            readRequest(visitor);
            say(visitor, "HTTP/1.1 200 OK\r\n");
            while (true) {
                say(visitor, "X-More: " + "x".repeat(0x1000) + "\r\n");
            }
        });
    }

    /** Answers without an end. */
    static RawServer endless() throws IOException {
        return new RawServer((visitor, _) -> {
            readRequest(visitor);
            say(visitor, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                say(visitor, "1000\r\n" + "x".repeat(0x1000) + "\r\n");
            }
        });
    }

    private void accept(Manners manners) {
        try {
            while (true) {
                Socket visitor = socket.accept();
                Thread.startVirtualThread(() -> treat(visitor, manners));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private void treat(Socket visitor, Manners manners) {
        try (visitor) {
            manners.treat(visitor, end);
        } catch (Exception _) {
            // The visitor has gone.
        }
    }

    static void readRequest(Socket visitor) throws IOException {
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(visitor.getInputStream(), StandardCharsets.US_ASCII));
        String line = lines.readLine();
        while (line != null && !line.isEmpty()) {
            line = lines.readLine();
        }
    }

    static void say(Socket visitor, String words) throws IOException {
        visitor.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        visitor.getOutputStream().flush();
    }

    public int port() {
        return socket.getLocalPort();
    }

    TargetSettings settings() {
        return new TargetSettings("http://localhost:" + port(), null, null, false, null, null, null);
    }

    /** @param longest to wait for an answer */
    TargetSettings settings(Duration longest) {
        return patient(settings(), longest);
    }

    /** The same target with another limit of what an answer may take. */
    static TargetSettings patient(TargetSettings target, Duration longest) {
        return new TargetSettings(target.url(), target.username(), target.password(), target.writes(),
                new LimitSettings(null, null, null, longest, null), target.caFile(), target.token());
    }

    @Override
    public void close() {
        end.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
