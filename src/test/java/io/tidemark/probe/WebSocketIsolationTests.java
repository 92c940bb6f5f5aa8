package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebSocket endpoints that misbehave in every way at once each give their own outcome, and hold up nobody else. */
class WebSocketIsolationTests {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** To wait for an answer that never comes. */
    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    @Test
    void badEndpointsEachTellWhatTheyAreWhileAGoodOneStaysOnTime() throws Exception {
        TestCertificates certificates = new TestCertificates();
        Path authority = certificates.file(directory);
        CountDownLatch done = new CountDownLatch(1);
        try (TestTomcat good = new TestTomcat(directory, null);
                RawServer holding = RawWebSockets.agreeing(_ -> done.await());
                RawServer hanging = RawServer.hanging();
                RawServer silent = RawWebSockets.agreeing(talk -> talk.end().await());
                RawServer trickling = new RawServer(WebSocketIsolationTests::trickle);
                RawServer refusing = RawServer.saying("HTTP/1.1 403 Forbidden\r\n\r\n");
                RawServer deaf = RawServer.saying(RawWebSockets.agreement("bm90IHRoZSBrZXkgeW91IHNlbnQ=", ""));
                RawServer closing = RawWebSockets.agreeing(RawWebSockets.once(
                        talk -> talk.send(RawWebSockets.CLOSE, new byte[]{1_013 >> 8, (byte) 1_013})));
                RawServer garbage = RawWebSockets.agreeing(RawWebSockets.once(talk -> talk.raw(0xff, 0xff)));
                RawServer masking = RawWebSockets.agreeing(RawWebSockets.once(talk -> talk.raw(0x81, 0x81)));
                RawServer large = RawWebSockets.agreeing(RawWebSockets.once(
                        talk -> talk.raw(0x81, 127, 0, 0, 0, 0, 0x40, 0, 0, 0)));
                TestHttp expired = TestHttp.encrypted(certificates.expired(), exchange -> {});
                TestHttp wrong = TestHttp.encrypted(certificates.ofAnotherHost(), exchange -> {})) {
            Map<String, TargetSettings> targets = new LinkedHashMap<>();
            targets.put("good", RawWebSockets.target(good.echoUrl()));
            targets.put("holding", RawWebSockets.target(holding));
            targets.put("hanging", RawWebSockets.target(hanging, SHORT));
            targets.put("silent", RawWebSockets.target(silent, SHORT));
            targets.put("trickling", RawWebSockets.target(trickling, SHORT));
            targets.put("refusing", RawWebSockets.target(refusing));
            targets.put("deaf", RawWebSockets.target(deaf));
            targets.put("closing", RawWebSockets.target(closing));
            targets.put("garbage", RawWebSockets.target(garbage));
            targets.put("masking", RawWebSockets.target(masking));
            targets.put("large", RawWebSockets.target(large));
            targets.put("expired", encrypted(expired, authority));
            targets.put("wrong", encrypted(wrong, authority));
            targets.put("nobody", RawWebSockets.target("ws://localhost:" + TestRedis.freePort()));
            targets.put("nowhere", RawWebSockets.target("ws://no-such-host.invalid"));
            try (Probes probes = TestProbes.of(targets, each(targets), false, directory)) {
                assertEachForItself(probes, done, Map.ofEntries(Map.entry("hanging", "timeout"),
                        Map.entry("silent", "timeout"), Map.entry("trickling", "timeout"),
                        Map.entry("refusing", "status_4xx"), Map.entry("deaf", "protocol"),
                        Map.entry("closing", "closed"), Map.entry("garbage", "protocol"),
                        Map.entry("masking", "protocol"), Map.entry("large", "too_large"),
                        Map.entry("expired", "tls"), Map.entry("wrong", "tls"), Map.entry("nobody", "connect"),
                        Map.entry("nowhere", "dns")));
            }
        }
    }

    /** Agrees byte by byte, for a minute. */
    private static void trickle(Socket visitor, CountDownLatch end) throws Exception {
        String answer = RawWebSockets.agreement(RawWebSockets.accepted(RawWebSockets.request(visitor)),
                "X-Slow: " + "x".repeat(500) + "\r\n");
        for (int i = 0; i < answer.length() && RawServer.isTimeForMore(end); i++) {
            RawServer.say(visitor, answer.substring(i, i + 1));
        }
    }

    private static TargetSettings encrypted(TestHttp server, Path authority) {
        return new TargetSettings(server.url().replaceFirst("http", "ws"), null, null, false, null, authority, null);
    }

    /** A few messages; of the one that is let go so many that it waits for minutes. */
    private static Map<String, ProbeSettings> each(Map<String, TargetSettings> targets) {
        return targets.keySet().stream().collect(Collectors.toMap(Function.identity(), name -> {
            boolean held = name.equals("holding");
            return TestProbes.settings(name, "echo", null, null, held ? 100 : 5, 0, null,
                    held ? Duration.ofMinutes(5) : DEADLINE, null, null);
        }));
    }

    /**
     * Runs all at once.
     *
     * @param done lets `holding` go, which is held until the good one was asked three times
     * @param expected kind of failure of each of the others but the one called `good`
     */
    private static void assertEachForItself(Probes probes, CountDownLatch done, Map<String, String> expected) {
        Map<String, Source> sources = probes.sources().stream()
                .collect(Collectors.toMap(Source::name, Function.identity()));
        Source good = Objects.requireNonNull(sources.remove("good"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, CompletableFuture<Observation>> bad = sources.entrySet().stream().collect(Collectors.toMap(
                    Map.Entry::getKey, one -> CompletableFuture.supplyAsync(one.getValue()::observe, threads)));
            for (int run = 0; run < 3; run++) {
                assertThat(good.observe().outcome()).isEqualTo(new Outcome.Succeeded());
            }
            CompletableFuture<Observation> held = Objects.requireNonNull(bad.remove("holding"));
            assertThat(held).as("still waiting while the good one was asked three times").isNotDone();
            done.countDown();
            assertThat(held.join().run().orElseThrow().successes()).isZero();

            Map<String, String> kinds = bad.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                    one -> String.join(",", one.getValue().join().run().orElseThrow().errors().keySet())));
            assertThat(kinds).isEqualTo(expected);
            assertThat(bad.values().stream().map(one -> one.join().outcome().reason()).distinct())
                    .hasSize(expected.size());
            // A trickle lasts for a minute.
            assertThat(bad.values()).allSatisfy(one -> assertThat(one.join().took()).isLessThan(DEADLINE));
        }
    }
}
