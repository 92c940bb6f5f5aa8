package io.tidemark;

import io.tidemark.probe.TestCertificates;
import io.tidemark.probe.TestTomcat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many WebSockets, and many HTTP requests, from a process with the flags of the service to a Tomcat in this one.
 * Properties: rate (10000), streams (100), seconds (60), crowd (1000).
 */
class WebSocketLoadBench {

    private static final String SECONDS = System.getProperty("seconds", "60");
    private static final String CROWD = System.getProperty("crowd", "1000");
    private static final String PAUSE = "100";

    @TempDir
    private Path directory;

    @Test
    void messagesAtARate() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            System.out.print(LoadProber.fork(LoadProber.class, server.echoUrl(), "messages",
                    System.getProperty("streams", "100"), SECONDS, System.getProperty("rate", "10000"), "0"));
        }
    }

    @Test
    void messagesAsFastAsTheyGo() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            System.out.print(
                    LoadProber.fork(LoadProber.class, server.echoUrl(), "messages", "1", SECONDS, "0", "0"));
        }
    }

    @Test
    void crowdOfStreams() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            System.out.print(
                    LoadProber.fork(LoadProber.class, server.echoUrl(), "streams", CROWD, SECONDS, "0", PAUSE));
        }
    }

    @Test
    void crowdOfRequests() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            System.out.print(LoadProber.fork(LoadProber.class, server.url(), "request", CROWD, SECONDS, "0", PAUSE));
        }
    }

    @Test
    void encryptedCrowds() throws Exception {
        TestCertificates certificates = new TestCertificates();
        String authorities = certificates.file(directory).toString();
        try (TestTomcat server = new TestTomcat(directory, certificates.good())) {
            System.out
                    .print("over TLS: " + LoadProber.fork(LoadProber.class, server.echoUrl(), "streams", CROWD, SECONDS,
                            "0", PAUSE, authorities));
            System.out.print("over TLS: " + LoadProber.fork(LoadProber.class, server.url(), "request", CROWD, SECONDS,
                    "0", PAUSE, authorities));
        }
    }

    /** What the sockets of the client would take that HTTP targets use. */
    @Test
    void crowdOfOkHttp() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            System.out.print(LoadProber.fork(OkHttpCrowd.class, server.url() + "/echo", CROWD, SECONDS, PAUSE));
        }
    }

    /** As many WebSockets of OkHttp, each sending its next message a while after the last one's echo. */
    static final class OkHttpCrowd extends WebSocketListener {

        private static final LongAdder ECHOES = new LongAdder();
        private static final LongAdder FAILURES = new LongAdder();
        private static final String MESSAGE = "x".repeat(64);

        private final CountDownLatch open;
        private volatile long due;

        private OkHttpCrowd(CountDownLatch open) {
            this.open = open;
        }

        static void main(String[] arguments) throws IOException, InterruptedException {
            ProcessReading before = ProcessReading.of(ProcessHandle.current().pid());
            int crowd = Integer.parseInt(arguments[1]);
            OkHttpClient client = new OkHttpClient();
            client.dispatcher().setMaxRequests(crowd);
            client.dispatcher().setMaxRequestsPerHost(crowd);
            CountDownLatch open = new CountDownLatch(crowd);
            List<OkHttpCrowd> all = new ArrayList<>();
            List<WebSocket> sockets = new ArrayList<>();
            for (int i = 0; i < crowd; i++) {
                all.add(new OkHttpCrowd(open));
                sockets.add(client.newWebSocket(new Request.Builder().url(arguments[0]).build(), all.getLast()));
            }
            if (!open.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("not all are open");
            }
            long pause = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[3]));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
            while (System.nanoTime() - end < 0) {
                for (int i = 0; i < crowd; i++) {
                    all.get(i).sendIfDue(sockets.get(i), pause);
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            System.out.printf("OkHttp, %d WebSockets: %d echoes, %d failures; %s%n", crowd, ECHOES.sum(),
                    FAILURES.sum(), LoadProber.footprint(before));
            System.exit(0);
        }

        private void sendIfDue(WebSocket socket, long pause) {
            long now = System.nanoTime();
            if (due != Long.MAX_VALUE && now - due >= 0) {
                due = Long.MAX_VALUE;
                socket.send(MESSAGE);
            } else if (due == 0) {
                due = now + pause;
            }
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            open.countDown();
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            ECHOES.increment();
            due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(PAUSE));
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, @org.jspecify.annotations.Nullable Response answer) {
            FAILURES.increment();
        }
    }
}
