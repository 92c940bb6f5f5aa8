package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that misbehave in every way at once each give their own outcome, and hold up nobody else. */
class HttpIsolationTests {

    @TempDir
    private Path directory;

    @Test
    void badEndpointsEachTellWhatTheyAreWhileAGoodOneStaysOnTime() throws Exception {
        TestCertificates certificates = new TestCertificates();
        Path authority = certificates.file(directory);
        try (TestHttp good = TestHttp.answering(200, "hello");
                RawServer hanging = RawServer.hanging();
                RawServer trickling = RawServer.trickling();
                RawServer endless = RawServer.endless();
                RawServer garbage = RawServer.saying("220 mail.example ESMTP\r\n\r\n");
                TestHttp expired = TestHttp.encrypted(certificates.expired(),
                        exchange -> TestHttp.answer(exchange, 200, ""));
                TestHttp wrong = TestHttp.encrypted(certificates.ofAnotherHost(),
                        exchange -> TestHttp.answer(exchange, 200, ""))) {
            Map<String, TargetSettings> targets = new LinkedHashMap<>();
            targets.put("good", good.settings());
            targets.put("hanging", hanging.settings());
            targets.put("trickling", trickling.settings());
            targets.put("endless", endless.settings());
            targets.put("garbage", garbage.settings());
            targets.put("expired", expired.settings(authority));
            targets.put("wrong", wrong.settings(authority));
            targets.put("refusing", target("http://localhost:" + TestRedis.freePort()));
            targets.put("nowhere", target("http://no-such-host.invalid"));
            try (Probes probes = TestProbes.of(targets, each(targets), false, directory)) {
                assertEachForItself(probes, Map.of("hanging", "timeout", "trickling", "timeout", "endless", "too_large",
                        "garbage", "protocol", "expired", "tls", "wrong", "tls", "refusing", "connect", "nowhere",
                        "dns"));
            }
        }
    }

    private static TargetSettings target(String url) {
        return new TargetSettings(url, null, null, false, null, null, null);
    }

    /** 2 s for a run, half a second for a request. */
    private static Map<String, ProbeSettings> each(Map<String, TargetSettings> targets) {
        return targets.keySet().stream().collect(Collectors.toMap(Function.identity(),
                name -> new ProbeSettings(name, "request", null, null, 5, 0, null, Duration.ofSeconds(2), null, null, null, null, null, new HttpSettings(null, null, null, null, null, null, null, "100kB"), null, null, null, null)));
    }

    /**
     * Runs all at once.
     *
     * @param expected kind of failure of each but the one called `good`; `hanging` has to be one of them
     */
    static void assertEachForItself(Probes probes, Map<String, String> expected) {
        Map<String, Source> sources = probes.sources().stream()
                .collect(Collectors.toMap(Source::name, Function.identity()));
        Source good = Objects.requireNonNull(sources.remove("good"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, CompletableFuture<Observation>> bad = sources.entrySet().stream().collect(Collectors.toMap(
                    Map.Entry::getKey, one -> CompletableFuture.supplyAsync(one.getValue()::observe, threads)));
            for (int run = 0; run < 3; run++) {
                assertThat(good.observe().outcome()).isEqualTo(new Outcome.Succeeded());
            }
            assertThat(Objects.requireNonNull(bad.get("hanging")))
                    .as("still waiting while the good one was asked three times").isNotDone();

            Map<String, String> kinds = bad.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                    one -> String.join(",", one.getValue().join().run().orElseThrow().errors().keySet())));
            assertThat(kinds).isEqualTo(expected);
            assertThat(bad.values().stream().map(one -> one.join().outcome().reason()).distinct())
                    .hasSize(expected.size());
            assertThat(bad.values()).allSatisfy(
                    one -> assertThat(one.join().took()).isLessThan(Duration.ofSeconds(2)));
        }
    }
}
