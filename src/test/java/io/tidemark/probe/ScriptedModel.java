package io.tidemark.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An endpoint for chat completions that answers by a script, however rude, and knows when it has said what. */
public final class ScriptedModel implements AutoCloseable {

    public static final String SAID = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]}";
    public static final String ROLE = "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}";
    public static final String FINISHED = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"%s\"}]}";
    public static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}";
    public static final String WHOLE = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
            + "\"%s\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}";

    private final ServerSocket socket;
    private final Script script;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

    /** What is done to a request. */
    public interface Script {
        void answer(Asked asked, Reply reply) throws Exception;
    }

    /**
     * A request.
     *
     * @param number of all, from 1 on
     * @param headers with names in lower case
     * @param at when it had come, as {@link System#nanoTime()}
     */
    public record Asked(int number, String line, Map<String, String> headers, String body, long at) {}

    public ScriptedModel(Script script) throws IOException {
        this.script = script;
        this.socket = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    /** Says three words and what it has counted. */
    public static ScriptedModel polite() throws IOException {
        return new ScriptedModel((_, reply) -> reply.sayAll("stop", "one ", "two ", "three"));
    }

    private void accept() {
        try {
            while (true) {
                Socket visitor = socket.accept();
                visitor.setTcpNoDelay(true);
                Thread.startVirtualThread(() -> serve(visitor));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private void serve(Socket visitor) {
        try (visitor; InputStream in = new BufferedInputStream(visitor.getInputStream())) {
            Reply reply = new Reply(visitor, over);
            for (String line = line(in); !line.isEmpty() && !visitor.isClosed(); line = line(in)) {
                script.answer(read(line, in), reply);
            }
        } catch (Exception _) {
            // The visitor has gone.
        }
    }

    private Asked read(String line, InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return add(line, headers, body);
    }

    private synchronized Asked add(String line, Map<String, String> headers, String body) {
        Asked one = new Asked(asked.size() + 1, line, headers, body, System.nanoTime());
        asked.add(one);
        return one;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** All requests so far. */
    public Queue<Asked> asked() {
        return asked;
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    TargetSettings settings() {
        return new TargetSettings(url(), null, null, false, null, null, null);
    }

    @Override
    public void close() {
        over.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is said to one visitor. */
    public static final class Reply {

        private final Socket visitor;
        private final OutputStream out;
        private final CountDownLatch over;

        Reply(Socket visitor, CountDownLatch over) throws IOException {
            this.visitor = visitor;
            this.out = visitor.getOutputStream();
            this.over = over;
        }

        /** An answer in one piece; `more` are further lines of its head. */
        public void say(int status, String type, String body, String... more) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            raw("HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length + "\r\n"
                    + String.join("\r\n", more) + (more.length > 0 ? "\r\n" : "") + "\r\n" + body);
        }

        public void refuse(int status, String... more) throws IOException {
            say(status, "application/json", "{\"error\":{\"message\":\"s3cret\"}}", more);
        }

        public void begin() throws IOException {
            raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        public void event(String data) throws IOException {
            chunk("data: " + data + "\n\n");
        }

        public void word(String word) throws IOException {
            event(SAID.formatted(word));
        }

        public void chunk(String text) throws IOException {
            raw(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
        }

        /** The end of a stream as it ought to be. */
        public void end() throws IOException {
            event("[DONE]");
            raw("0\r\n\r\n");
        }

        /** All of a stream as it ought to be. */
        public void sayAll(String finish, String... words) throws IOException {
            begin();
            event(ROLE);
            for (String word : words) {
                word(word);
            }
            event(FINISHED.formatted(finish));
            event(USAGE.formatted(7, words.length));
            end();
        }

        public void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Waits, no longer than the test. */
        public void rest(long millis) throws InterruptedException {
            var _ = over.await(millis, TimeUnit.MILLISECONDS);
        }

        public void hang() throws InterruptedException {
            over.await();
        }

        public void hangUp() throws IOException {
            visitor.close();
        }
    }

    static String header(Asked asked, String name) {
        return Objects.requireNonNull(asked.headers().get(name), name);
    }
}
