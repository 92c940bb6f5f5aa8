package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Secret;
import io.tidemark.probe.RawWebSockets.Manners;
import io.tidemark.probe.RawWebSockets.Talk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebSockets to a real server and to rude ones: what is told of each, and that nothing secret is. */
@BesideOthers
class WebSocketTests {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** To wait for an answer that never comes. */
    private static final Duration SHORT = Duration.ofMillis(300);
    /** The same where others come meanwhile. */
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final int HELD_MILLIS = 50;
    private static final SocketSettings PLAIN = socket(null, null, null, null);

    @TempDir
    private Path directory;

    private static SocketSettings socket(@Nullable String path, @Nullable String message, @Nullable String expect,
            @Nullable Integer inFlight) {
        return new SocketSettings(path, Map.of("X-Key", new Secret("s3cret")), null, null,
                message == null ? null : new Secret(message), expect, null, inFlight, "1kB");
    }

    private static ProbeSettings probe(String workload, int workers, int operations, SocketSettings socket) {
        return new ProbeSettings("shop", workload, null, workers, operations, 0, null, DEADLINE, null, null, null, null,
                null, null, null, null, null, workload.equals("handshake") ? unsaid(socket) : socket);
    }

    /** The same without anything about messages, of which there are none. */
    private static SocketSettings unsaid(SocketSettings socket) {
        return new SocketSettings(socket.path(), socket.headers(), null, null, null, null, null, null, null);
    }

    private static Run run(TargetSettings target, ProbeSettings probe) {
        try (Probes probes = TestProbes.of(target, probe)) {
            return TestProbes.run(probes);
        }
    }

    private static Run run(RawServer server, String workload) {
        return run(RawWebSockets.target(server), probe(workload, 1, 5, PLAIN));
    }

    /** @param manners what is done to the first message of each stream */
    private static Run echo(Manners manners) throws IOException {
        try (RawServer server = RawWebSockets.agreeing(RawWebSockets.once(manners))) {
            return run(server, "echo");
        }
    }

    private static void assertFailed(Run run, String kind, String sentence) {
        assertThat(run.outcome()).isEqualTo(new Outcome.Failed(sentence));
        assertThat(run.errors()).containsOnlyKeys(kind);
        assertThat(run.successes()).isZero();
    }

    private static void assertSucceeded(Run run, int operations) {
        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.errors()).isEmpty();
        assertThat(run.successes()).isEqualTo(operations);
    }

    @Test
    void aRealServerEchoesByteForByte() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            Run run = run(RawWebSockets.target(server.echoUrl()), probe("echo", 2, 50, PLAIN));

            assertSucceeded(run, 50);
            assertThat(run.operations()).containsOnlyKeys("echo");
            assertThat(run.phases()).containsOnlyKeys("pool_wait", "dns", "connect", "round_trip");
            assertThat(run.measures()).containsEntry("lost", 0.0).containsEntry("duplicated", 0.0)
                    .containsEntry("streams", 2.0).containsKey("cold");
        }
    }

    @Test
    void aHandshakeTellsEachOfItsPhasesEveryTime() throws Exception {
        TestCertificates certificates = new TestCertificates();
        try (TestTomcat server = new TestTomcat(directory, certificates.good())) {
            TargetSettings target = new TargetSettings(server.echoUrl(), null, null, false, null,
                    certificates.file(directory), null);
            Run run = run(target, probe("handshake", 1, 5, PLAIN));

            assertSucceeded(run, 5);
            assertThat(run.phases()).containsOnlyKeys("pool_wait", "dns", "connect", "tls", "upgrade");
            for (String phase : new String[]{"tls", "upgrade"}) {
                assertThat(Objects.requireNonNull(run.phases().get(phase)).count()).isEqualTo(5);
            }
            assertThat(run.measures()).containsKey("certificate_remaining");
            assertSucceeded(run(target, probe("echo", 1, 5, PLAIN)), 5);
        }
    }

    @Test
    void aCertificateIsValidAsLongAsItsWholeChain() throws Exception {
        TestCertificates certificates = new TestCertificates();
        for (SSLContext shown : List.of(certificates.good(), certificates.alone())) {
            try (TestTomcat server = new TestTomcat(directory, shown)) {
                Run run = run(new TargetSettings(server.echoUrl(), null, null, false, null,
                        certificates.file(directory), null), probe("handshake", 1, 5, PLAIN));

                // The authority's own certificate is the first to end.
                assertThat(run.measures().get("certificate_remaining")).isBetween(
                        Duration.ofHours(20).toSeconds() * 1.0, Duration.ofDays(1).toSeconds() * 1.0);
            }
        }
    }

    @Test
    void manyMessagesAreOnTheirWayAtOnceAndNoneIsLost() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            Run run = run(RawWebSockets.target(server.echoUrl()), probe("messages", 2, 2_000, socket(null, null, null,
                    50)));

            assertSucceeded(run, 2_000);
            assertThat(run.measures()).containsEntry("lost", 0.0).containsEntry("duplicated", 0.0)
                    .containsEntry("reordered", 0.0).containsEntry("drops", 0.0);
        }
    }

    @Test
    void aHundredStreamsAreKeptApart() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            ProbeSettings streams = new ProbeSettings("shop", "streams", null, null, null, 0, null,
                    Duration.ofSeconds(30), null, null, null, null, null, null, null, null, null, null);
            Run run = run(RawWebSockets.target(server.echoUrl()), streams);

            assertSucceeded(run, 1_000);
            assertThat(run.measures()).containsEntry("streams", 100.0).containsEntry("lost", 0.0);
        }
    }

    @Test
    void messagesComeAtTheRateOfTheLoad() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            LoadSettings load = new LoadSettings(200.0, null, Duration.ofMillis(500), null, null, null, null, null);
            Run run = run(RawWebSockets.target(server.echoUrl()),
                    new ProbeSettings("shop", "messages", null, 4, null, 0, null, Duration.ofSeconds(10), null, null,
                            load, null, null, null, null, null, null, null));

            assertThat(run.errors()).isEmpty();
            assertThat(run.attempts()).isEqualTo(100);
            assertThat(run.phases()).containsKeys("lag", "service");
        }
    }

    @Test
    void aRefusedUpgradeTellsItsStatus() throws IOException {
        assertRefused("403 Forbidden", "status_4xx", "shop refused the WebSocket with status 403");
        assertRefused("503 Unavailable", "status_5xx", "shop refused the WebSocket with status 503");
        assertRefused("302 Found", "redirect", "shop refused the WebSocket with status 302");
        assertRefused("200 OK", "assertion", "shop refused the WebSocket with status 200");
    }

    private static void assertRefused(String status, String kind, String sentence) throws IOException {
        try (RawServer server = RawServer.saying("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")) {
            assertFailed(run(server, "echo"), kind, sentence);
            Run handshakes = run(server, "handshake");
            assertFailed(handshakes, kind, sentence);
            assertThat(handshakes.attempts()).isEqualTo(5);
        }
    }

    @Test
    void anAgreementThatIsNoneIsTold() throws IOException {
        try (RawServer wrong = new RawServer((visitor, _) -> {
            RawWebSockets.request(visitor);
            RawServer.say(visitor, RawWebSockets.agreement("bm90IHRoZSBrZXkgeW91IHNlbnQ=", ""));
        });
                RawServer extended = RawWebSockets.agreeing("Sec-WebSocket-Extensions: permessage-deflate\r\n",
                        Talk::echo);
                RawServer chosen = RawWebSockets.agreeing("Sec-WebSocket-Protocol: soap\r\n", Talk::echo);
                RawServer other = RawServer
                        .saying("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n");
                RawServer garbage = RawServer.saying("s3cret nonsense\r\n\r\n");
                RawServer endless = new RawServer((visitor, _) -> {
                    RawServer.say(visitor, "HTTP/1.1 101 Switching Protocols\r\n");
                    while (true) {
                        RawServer.say(visitor, "X: " + "x".repeat(1_000) + "\r\n");
                    }
                })) {
            assertFailed(run(wrong, "echo"), "protocol", "shop answered with a wrong Sec-WebSocket-Accept, so it has"
                    + " not understood that a WebSocket was asked for");
            assertFailed(run(extended, "echo"), "protocol", "shop chose an extension that was not offered");
            assertFailed(run(chosen, "echo"), "protocol", "shop chose a subprotocol that was not offered");
            assertFailed(run(other, "echo"), "protocol", "shop agreed to switch the protocol, but not to WebSocket");
            assertFailed(run(garbage, "echo"), "protocol", "shop did not answer in HTTP");
            assertFailed(run(endless, "echo"), "too_large",
                    "shop answered with more than the 16384 bytes that are read of headers");
        }
    }

    @Test
    void aSubprotocolHasToBeAgreedTo() throws IOException {
        SocketSettings stomp = new SocketSettings(null, null, "v12.stomp", null, null, null, null, null, null);
        try (RawServer agreeing = RawWebSockets.agreeing("Sec-WebSocket-Protocol: v12.stomp\r\n",
                WebSocketTests::echoAll);
                RawServer silent = RawWebSockets.agreeing(WebSocketTests::echoAll)) {
            assertSucceeded(run(RawWebSockets.target(agreeing), probe("echo", 1, 5, stomp)), 5);
            assertFailed(run(RawWebSockets.target(silent), probe("echo", 1, 5, stomp)), "protocol",
                    "shop did not agree to the subprotocol v12.stomp");
        }
    }

    private static void echoAll(Talk talk) throws IOException {
        while (true) {
            talk.echo();
        }
    }

    @Test
    void aServerThatHangsTricklesOrGoesAwayIsToldApart() throws IOException {
        try (RawServer hanging = RawServer.hanging(); RawServer rude = new RawServer((_, _) -> {})) {
            for (String workload : new String[]{"handshake", "echo", "messages"}) {
                assertLate(hanging, workload);
            }
            assertThat(run(rude, "echo").errors()).containsOnlyKeys("connect");
        }
        try (RawServer silent = RawWebSockets.agreeing(talk -> talk.end().await());
                RawServer trickling = RawWebSockets.agreeing(WebSocketTests::trickle)) {
            assertLate(silent, "echo");
            assertLate(trickling, "echo");
        }
        try (RawServer leaving = RawWebSockets.agreeing(Talk::read)) {
            assertThat(run(leaving, "echo").outcome().reason())
                    .endsWith("was lost: the server closed the connection");
        }
    }

    private static void trickle(Talk talk) throws Exception {
        talk.read();
        talk.raw(RawWebSockets.TEXT, 126, 1_000 >> 8, 1_000 & 0xff);
        while (RawServer.isTimeForMore(talk.end())) {
            talk.raw('x');
        }
    }

    /** A single operation is late before the whole run is. */
    private static void assertLate(RawServer server, String workload) {
        Run run = run(RawWebSockets.target(server, SHORT), probe(workload, 1, 1, PLAIN));
        assertThat(run.outcome()).isEqualTo(
                new Outcome.TimedOut("shop at localhost:" + server.port() + " did not answer within the deadline"));
        assertThat(run.errors()).containsOnlyKeys("timeout");
        // A trickle lasts for 100 s.
        assertThat(run.took()).isLessThan(DEADLINE);
    }

    @Test
    void aServerThatClosesTellsItsCode() throws IOException {
        assertFailed(echo(talk -> talk.send(RawWebSockets.CLOSE, new byte[]{1_011 >> 8, (byte) 1_011, 's'})), "closed",
                "shop closed the WebSocket with code 1011 (internal error)");
        assertFailed(echo(talk -> talk.send(RawWebSockets.CLOSE, new byte[]{4_001 >> 8, (byte) 4_001})), "closed",
                "shop closed the WebSocket with code 4001");
        assertFailed(echo(talk -> talk.raw(RawWebSockets.CLOSE, 0)), "closed",
                "shop closed the WebSocket without a code");
    }

    @Test
    void framesThatBreakTheRulesAreToldApart() throws IOException {
        assertProtocol("sent a frame with reserved bits", 0xc1, 1, 'x');
        assertProtocol("sent a frame of an unknown kind", 0x83, 1, 'x');
        assertProtocol("sent a masked frame, which only clients do", 0x81, 0x81, 0, 0, 0, 0, 'x');
        assertProtocol("sent a control frame in parts", 0x09, 0);
        assertProtocol("sent a control frame of more than 125 bytes", 0x89, 126, 0, 200);
        assertProtocol("went on with a message that had not begun", 0x80, 1, 'x');
        assertProtocol("began a message within another", 0x01, 1, 'x', 0x81, 1, 'x');
    }

    private static void assertProtocol(String sentence, int... bytes) throws IOException {
        assertFailed(echo(talk -> talk.raw(bytes)), "protocol", "shop " + sentence);
    }

    @Test
    void aMessageThatIsTooLargeIsNotRead() throws IOException {
        String sentence = "shop sent a message of more than the 1000 bytes that are read of one";
        assertFailed(echo(talk -> talk.send(RawWebSockets.TEXT, new byte[1_001])), "too_large", sentence);
        assertFailed(echo(talk -> talk.raw(RawWebSockets.TEXT, 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)),
                "too_large", sentence);
        assertFailed(echo(talk -> talk.raw(RawWebSockets.TEXT, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)),
                "too_large", sentence);
        assertFailed(echo(talk -> {
            talk.send(RawWebSockets.BEGINNING, new byte[600]);
            talk.send(RawWebSockets.END, new byte[600]);
        }), "too_large", sentence);
    }

    @Test
    void partsAndPingsAreAsGoodAsWholeMessages() throws IOException {
        ConcurrentLinkedQueue<String> pongs = new ConcurrentLinkedQueue<>();
        try (RawServer server = RawWebSockets.answering(talk -> {
            byte[] message = talk.read();
            talk.send(RawWebSockets.PING, "are you there".getBytes(StandardCharsets.US_ASCII));
            talk.send(RawWebSockets.BEGINNING, Arrays.copyOf(message, 10));
            talk.send(RawWebSockets.PING, new byte[0]);
            talk.send(RawWebSockets.END, Arrays.copyOfRange(message, 10, message.length));
            pongs.add(new String(talk.read(), StandardCharsets.US_ASCII));
            talk.read();
        })) {
            assertSucceeded(run(server, "echo"), 5);
            // That to the last ping may be read after the run.
            Awaitility.await().untilAsserted(() -> assertThat(pongs).hasSize(6).containsOnly("are you there"));
        }
    }

    @Test
    void anEchoThatIsNotTheSameIsAFailedOperation() throws IOException {
        try (RawServer server = RawWebSockets.answering(talk -> {
            byte[] message = talk.read();
            message[message.length - 1] = 'y';
            talk.send(RawWebSockets.TEXT, message);
        })) {
            Run run = run(server, "echo");
            assertFailed(run, "assertion", "shop answered otherwise than expected: not the message that was sent");
            assertThat(run.attempts()).isEqualTo(5);
        }
    }

    @Test
    void messagesThatAreDroppedAreCountedAndTheStreamGoesOn() throws IOException {
        AtomicInteger seen = new AtomicInteger();
        try (RawServer server = RawWebSockets.answering(talk -> {
            byte[] message = talk.read();
            if (seen.incrementAndGet() != 4) {
                talk.send(RawWebSockets.TEXT, message);
            }
        })) {
            Run run = run(RawWebSockets.target(server, LATE), probe("streams", 1, 5, PLAIN));

            assertThat(run.errors()).isEqualTo(Map.of("timeout", 1L));
            assertThat(run.successes()).isEqualTo(4);
            assertThat(run.measures()).containsEntry("lost", 1.0).containsEntry("drops", 0.0);
        }
    }

    @Test
    void answersWithoutAMarkAreNotTakenForThoseOfLaterMessages() throws IOException {
        AtomicInteger streams = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        try (RawServer server = RawWebSockets.agreeing(talk -> {
            streams.incrementAndGet();
            while (true) {
                byte[] message = talk.read();
                if (seen.incrementAndGet() != 2) {
                    talk.send(RawWebSockets.TEXT, message);
                }
            }
        })) {
            Run run = run(new TargetSettings("ws://localhost:" + server.port(), null, null, true,
                    new LimitSettings(null, null, null, LATE, null), null, null),
                    probe("echo", 1, 5, socket(null, "hello", null, null)));

            assertThat(run.errors()).isEqualTo(Map.of("timeout", 1L));
            assertThat(run.successes()).isEqualTo(4);
            assertThat(streams).as("the cold one, the one that was late, and another").hasValue(3);
        }
    }

    @Test
    void messagesThatAreLostDoubledAndOutOfOrderAreCounted() throws IOException {
        Deque<byte[]> kept = new ArrayDeque<>();
        AtomicInteger seen = new AtomicInteger();
        try (RawServer server = RawWebSockets.answering(talk -> {
            byte[] message = talk.read();
            switch (seen.incrementAndGet()) {
                case 70 -> {
                }
                case 80 -> kept.add(message);
                case 81 -> {
                    talk.send(RawWebSockets.TEXT, message);
                    talk.send(RawWebSockets.TEXT, kept.remove());
                }
                case 90 -> {
                    talk.send(RawWebSockets.TEXT, message);
                    talk.send(RawWebSockets.TEXT, message);
                }
                default -> talk.send(RawWebSockets.TEXT, message);
            }
        })) {
            Run run = run(RawWebSockets.target(server), probe("messages", 1, 100, socket(null, null, null, 20)));

            assertThat(run.errors()).isEmpty();
            assertThat(run.successes()).isEqualTo(100);
            assertThat(run.measures()).containsEntry("lost", 1.0).containsEntry("reordered", 1.0)
                    .containsEntry("duplicated", 1.0);
        }
    }

    @Test
    void anOvertakenAnswerIsAnOperationAsLongAsItTook() throws IOException {
        AtomicInteger most = new AtomicInteger();
        try (RawServer server = RawWebSockets.agreeing(talk -> holdEveryTenth(talk, most))) {
            Run run = run(RawWebSockets.target(server), probe("messages", 1, 300, socket(null, null, null, 20)));

            assertSucceeded(run, 300);
            assertThat(run.measures()).containsEntry("lost", 0.0);
            assertThat(most.get()).as("in flight at once").isLessThanOrEqualTo(20);
            // 319 were sent, 31 of them held: at least 12 of the first 300 answers are to those.
            assertThat(run.latency().count() - run.latency().countWithin(HELD_MILLIS * 0.9e-3))
                    .isGreaterThanOrEqualTo(12);
        }
    }

    private static void holdEveryTenth(Talk talk, AtomicInteger most) throws IOException {
        AtomicInteger unanswered = new AtomicInteger();
        for (int number = 1;; number++) {
            byte[] message = talk.read();
            most.accumulateAndGet(unanswered.incrementAndGet(), Math::max);
            Runnable answer = () -> {
                unanswered.decrementAndGet();
                sendIfThere(talk, message);
            };
            if (number % 10 == 0) {
                CompletableFuture.delayedExecutor(HELD_MILLIS, TimeUnit.MILLISECONDS).execute(answer);
            } else {
                answer.run();
            }
        }
    }

    @Test
    void aMessageThatIsLostAmongOthersIsLateByItself() throws IOException {
        try (RawServer server = RawWebSockets.agreeing(talk -> {
            talk.read();
            while (!talk.end().await(10, TimeUnit.MILLISECONDS)) {
                talk.echo();
            }
        })) {
            // They last for 2.5 s at the least, so that it is late before the last one.
            Run run = run(RawWebSockets.target(server, LATE), probe("messages", 1, 250, socket(null, null, null, 5)));

            assertThat(run.errors()).containsOnlyKeys("timeout");
            assertThat(run.successes()).as("more than are in flight at once").isGreaterThan(5);
            assertThat(run.measures()).as("on the cold stream and on the other one").containsEntry("lost", 2.0);
        }
    }

    @Test
    void sharedStreamsWaitForTheirLastAnswersAtOnce() throws IOException {
        int shared = 8;
        AtomicInteger streams = new AtomicInteger();
        CountDownLatch spoken = new CountDownLatch(shared);
        try (RawServer server = RawWebSockets.agreeing(talk -> {
            boolean cold = streams.getAndIncrement() == 0;
            if (!cold) {
                talk.read();
                spoken.countDown();
                spoken.await();
            }
            echoAll(talk);
        })) {
            LoadSettings load = new LoadSettings(null, null, null, shared, null, null, null, null);
            Run run = run(RawWebSockets.target(server), new ProbeSettings("shop", "messages", null, shared + 1, 100, 0,
                    null, DEADLINE, null, null, load, null, null, null, null, null, null, PLAIN));

            // One after another they would wait for 2.5 s each, and the run be over before it is verified.
            assertThat(run.measures()).containsEntry("lost", (double) shared);
        }
    }

    @Test
    void afterAWrongAnswerTheOthersAreStillWaitedFor() throws IOException {
        assertNothingLostAround(110, Map.of());
        assertNothingLostAround(50, Map.of("assertion", 1L));
    }

    /** @param wrong of 119 messages on one stream, of which the first hundred answers are operations */
    private static void assertNothingLostAround(int wrong, Map<String, Long> errors) throws IOException {
        for (boolean marked : new boolean[]{true, false}) {
            try (RawServer server = RawWebSockets.agreeing(talk -> {
                for (int number = 1;; number++) {
                    byte[] message = talk.read();
                    if (number == wrong) {
                        Arrays.fill(message, marked ? message.length - 1 : 0, message.length, (byte) 'y');
                    }
                    talk.send(RawWebSockets.TEXT, message);
                }
            })) {
                Run run = run(RawWebSockets.target(server), probe("messages", 1, 100, socket(null, null, null, 20)));

                assertThat(run.errors()).isEqualTo(errors);
                assertThat(run.measures()).containsEntry("lost", 0.0).containsEntry("duplicated", 0.0)
                        .containsEntry("reordered", 0.0);
            }
        }
    }

    @Test
    void aMessageOfAnotherStreamIsAViolation() throws IOException {
        ConcurrentLinkedQueue<Talk> talks = new ConcurrentLinkedQueue<>();
        try (RawServer server = RawWebSockets.agreeing(talk -> {
            talks.add(talk);
            while (true) {
                byte[] message = talk.read();
                talks.forEach(one -> sendIfThere(one, message));
            }
        })) {
            Run run = run(RawWebSockets.target(server), probe("streams", 3, 30, PLAIN));

            assertThat(run.outcome()).isInstanceOf(Outcome.Violated.class);
            assertThat(run.violations()).singleElement().asString()
                    .matches("\\d+ messages came on another stream than they were sent on, the first: stream \\d+"
                            + " received one of stream \\d+");
        }
    }

    private static void sendIfThere(Talk talk, byte[] message) {
        synchronized (talk) {
            try {
                talk.send(RawWebSockets.TEXT, message);
            } catch (IOException _) {
                // It has gone.
            }
        }
    }

    @Test
    void streamsThatTheServerEndsAreCountedAndOpenedAnew() throws IOException {
        try (RawServer server = RawWebSockets.agreeing(talk -> {
            talk.echo();
            talk.echo();
            talk.read();
            talk.send(RawWebSockets.CLOSE, new byte[]{1_001 >> 8, (byte) 1_001});
        })) {
            Run run = run(RawWebSockets.target(server), probe("streams", 1, 6, PLAIN));

            assertThat(run.errors()).isEqualTo(Map.of("closed", 2L));
            assertThat(run.successes()).isEqualTo(4);
            assertThat(run.measures()).containsEntry("drops", 2.0).containsEntry("lost", 2.0);
        }
    }

    @Test
    void aMessageOfTheUsersOwnIsSentWhereTheTargetAllowsIt() throws IOException {
        ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
        try (RawServer server = new RawServer((visitor, end) -> {
            String request = RawWebSockets.request(visitor);
            requests.add(request);
            RawServer.say(visitor, RawWebSockets.agreement(RawWebSockets.accepted(request), ""));
            Talk talk = new Talk(visitor, end);
            talk.send(RawWebSockets.TEXT, "welcome".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                String message = new String(talk.read(), StandardCharsets.UTF_8);
                said.add(message);
                talk.send(RawWebSockets.TEXT, message.replace("ask", "tell").getBytes(StandardCharsets.UTF_8));
            }
        })) {
            TargetSettings target = new TargetSettings("ws://localhost:" + server.port() + "/v2", "probe",
                    new Secret("pa55"), true, null, null, null);
            SocketSettings own = new SocketSettings("/chat?key=k3y", Map.of("X-Key", new Secret("s3cret")), null, 1,
                    new Secret("{\"ask\":\"{mark}\"}"), "\"tell\"", null, null, null);
            assertSucceeded(run(target, probe("messages", 1, 200, own)), 200);
            assertThat(said.peek()).matches("\\{\"ask\":\"tidemark-[0-9a-f-]{32}\"}");
            assertThat(requests).isNotEmpty().allSatisfy(request -> assertThat(request)
                    .startsWith("GET /v2/chat?key=k3y HTTP/1.1\r\n")
                    .contains("Host: localhost:" + server.port() + "\r\n", "X-Key: s3cret\r\n",
                            "Authorization: Basic cHJvYmU6cGE1NQ==\r\n", "Sec-WebSocket-Version: 13\r\n"));

            SocketSettings unmarked = new SocketSettings(null, null, null, 1, new Secret("ask s3cret"), "nothing", null,
                    null, null);
            Run run = run(target, probe("echo", 1, 5, unmarked));
            assertFailed(run, "assertion",
                    "shop answered otherwise than expected: the message does not contain 'nothing'");
            assertThat(run.toString()).doesNotContain("s3cret", "pa55", "k3y");
            try (Probes probes = TestProbes.of(target, probe("echo", 1, 5, own))) {
                Explanation explanation = probes.explain("orders").orElseThrow();
                assertThat(explanation.statements())
                        .containsExactly("GET /chat?key=… as a WebSocket, then a message of your own");
                assertThat(explanation.toString()).doesNotContain("s3cret", "pa55", "k3y", "ask");
            }
        }
    }

    @Test
    void certificatesAndNamesAreLookedAtAsOnHttpEndpoints() throws Exception {
        TestCertificates certificates = new TestCertificates();
        Path authority = certificates.file(directory);
        assertDistrusted(certificates.expired(), authority, "its certificate has expired");
        assertDistrusted(certificates.ofAnotherHost(), authority, "its certificate is for another host");
        assertThat(run(RawWebSockets.target("ws://no-such-host.invalid"), probe("echo", 1, 5, PLAIN)).outcome()
                .reason()).isEqualTo("cannot connect to shop at no-such-host.invalid:80: the host name is unknown");
        assertThat(run(RawWebSockets.target("ws://169.254.169.254/latest"), probe("echo", 1, 5, PLAIN)).errors())
                .containsOnlyKeys("forbidden");
        assertThat(run(RawWebSockets.target("ws://localhost:" + TestRedis.freePort()), probe("handshake", 1, 5,
                PLAIN)).errors()).containsOnlyKeys("connect");
    }

    private static void assertDistrusted(SSLContext context, Path authority,
            String why) throws Exception {
        try (TestHttp server = TestHttp.encrypted(context, exchange -> TestHttp.answer(exchange, 200, ""))) {
            TargetSettings target = new TargetSettings(server.url().replaceFirst("http", "ws"), null, null, false, null,
                    authority, null);
            Run run = run(target, probe("handshake", 1, 1_000, PLAIN));
            assertThat(run.outcome().reason()).startsWith("cannot connect to shop at localhost:").endsWith(": " + why);
            assertThat(run.errors()).containsOnlyKeys("tls");
            HttpTests.assertNoStorm(run);
        }
    }
}
