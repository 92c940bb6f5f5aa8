package io.tidemark.probe.engine;

import io.tidemark.probe.TestTomcat;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import io.tidemark.probe.target.WebSocketRequest;
import io.tidemark.probe.target.WebSocketSession;
import io.tidemark.probe.workload.Conversation;
import io.tidemark.probe.workload.MarkedText;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the engine adds to an echo over a WebSocket: beside a bare loop over a socket that knows nothing but the frames of
 * this message, beside OkHttp and beside the client of the JDK, all on one server. Prints medians. Properties: operations
 * (20000), rounds (3).
 */
class EchoBench {

    private static final int OPERATIONS = Integer.getInteger("operations", 20_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int SIZE = 64;
    private static final int HEAD = 6;
    private static final String MESSAGE = "x".repeat(SIZE);

    @TempDir
    private Path directory;

    @Test
    void echoBesideABareLoopOkHttpAndTheJdk() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            Target target = Targets.parse("url", "bench", server.echoUrl(), null, null, false, Limits.USUAL);
            for (int round = 1; round <= ROUNDS; round++) {
                print(round, "a bare loop", target, bare(URI.create(server.echoUrl())));
                print(round, "OkHttp", target, okHttp(server.url() + "/echo"));
                print(round, "the JDK", target, jdk(server.echoUrl()));
            }
        }
    }

    private static void print(int round, String peer, Target target, Alternation.Bare bare) throws Exception {
        Conversation conversation = new Conversation(new WebSocketRequest("", Map.of(), null, 64_000), 0,
                MarkedText.ofSize(SIZE), 1);
        System.out.printf("round %d, %d echoes each, beside %s, medians: %s%n", round, OPERATIONS, peer,
                Bench.compare(Bench.<WebSocketSession>workload("echo"), target, 1, OPERATIONS, _ -> bare,
                        conversation));
    }

    private static Alternation.Bare bare(URI url) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setTcpNoDelay(true);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (int last = 0; last != 0x0d0a0d0a;) {
            last = (last << 8) | in.readUnsignedByte();
        }
        byte[] frame = new byte[HEAD + SIZE];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | SIZE);
        byte[] echo = new byte[2 + SIZE];
        return () -> {
            out.write(frame);
            for (int read = 0; read < echo.length;) {
                read += in.read(echo, read, echo.length - read);
            }
        };
    }

    private static Alternation.Bare okHttp(String url) {
        SynchronousQueue<String> echoes = new SynchronousQueue<>();
        WebSocket socket = new OkHttpClient().newWebSocket(new Request.Builder().url(url).build(),
                new WebSocketListener() {
                    @Override
                    public void onMessage(WebSocket open, String text) {
                        try {
                            echoes.put(text);
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    }
                });
        return () -> {
            socket.send(MESSAGE);
            echoes.take();
        };
    }

    private static Alternation.Bare jdk(String url) {
        SynchronousQueue<String> echoes = new SynchronousQueue<>();
        java.net.http.WebSocket socket = java.net.http.HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create(url), new java.net.http.WebSocket.Listener() {
                    @Override
                    public CompletableFuture<?> onText(java.net.http.WebSocket open, CharSequence text, boolean last) {
                        try {
                            if (last) {
                                echoes.put(text.toString());
                            }
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                        open.request(1);
                        return CompletableFuture.completedFuture(null);
                    }
                }).join();
        return () -> {
            socket.sendText(MESSAGE, true).join();
            echoes.take();
        };
    }
}
