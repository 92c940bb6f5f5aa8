package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Results of other tools in the whole service: taken in, shown, judged, kept. */
class ResultsIT {

    private static final Path FILES = Path.of("src/test/resources/results");

    @TempDir
    private Path data;

    @Test
    void resultsAreTakenInJudgedAndKeptOverARestart() throws IOException {
        String id;
        try (RunningService service = start()) {
            assertThat(service.rule("slow").get("verdict").asString()).isEqualTo("NO_DATA");
            HttpResponse<String> answer = send(service, "k6?name=checkout", "k6-export.json");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            JsonNode run = json(answer).at("/items/0");
            id = run.get("id").asString();
            assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/runs/" + id);
            assertThat(run.get("operations").asInt()).isEqualTo(1200);
            assertThat(run.at("/latency/p95").asDouble()).isEqualTo(0.1205);
            assertThat(run.get("figures").toString()).contains(
                    "{\"measure\":\"throughput\",\"value\":40.0,\"unit\":\"1/s\",\"better\":\"HIGHER\"}");

            within(() -> assertThat(service.rule("slow").get("verdict").asString()).isEqualTo("BREACHED"));
            assertThat(service.rule("busy").get("verdict").asString()).isEqualTo("OK");
            assertThat(service.json("/api/v1/status").at("/results/0/outcome").asString()).isEqualTo("SUCCEEDED");
            assertThat(service.get("/actuator/prometheus"))
                    .contains("tidemark_result_p95_seconds{result=\"checkout\"} 0.1205");
            assertThat(service.rule("own").get("value").asDouble()).isEqualTo(0.118);
            assertThat(service.json("/api/v1/samples?match=probe.p95%7Bprobe=%22checkout%22%7D&start=-5m").toString())
                    .contains("0.1205");

            assertKnown(service, id);
        }
        try (RunningService service = start()) {
            within(() -> assertThat(service.rule("slow").get("verdict").asString()).isEqualTo("BREACHED"));
            assertThat(service.json("/api/v1/probes/checkout/runs").at("/items/0/id").asString()).isEqualTo(id);
            assertThat(service.json("/api/v1/runs/" + id).at("/measures/error_rate").asDouble()).isEqualTo(0.01);

            assertKnown(service, id);
            send(service, "k6?name=checkout", "k6-machine-readable.json");
            assertThat(service.json("/api/v1/probes/checkout/runs").get("items")).hasSize(2);
        }
    }

    private static void assertKnown(RunningService service, String id) throws IOException {
        HttpResponse<String> again = send(service, "k6?name=checkout", "k6-export.json");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again).at("/items/0/id").asString()).isEqualTo(id);
    }

    @Test
    void theStreamTellsWhatHasCome() throws IOException {
        try (RunningService service = start();
                HttpClient http = HttpClient.newHttpClient();
                Stream<String> lines = http.sendAsync(HttpRequest.newBuilder(URI.create(service.base()
                        + "/api/v1/stream")).build(), BodyHandlers.ofLines()).join().body()) {
            JsonNode before = service.json("/api/v1/status").at("/results/0");
            assertThat(before.get("reason").asString()).isEqualTo("none has come yet");
            assertThat(before.get("format").isNull()).isTrue();

            String id = json(send(service, "k6?name=checkout", "k6-export.json")).at("/items/0/id").asString();
            JsonNode result = next(lines.iterator(), "result");

            assertThat(result.get("run").asString()).isEqualTo(id);
            assertThat(result.at("/figures/p95").asDouble()).isEqualTo(0.1205);
            assertThat(result.at("/figures/throughput").asDouble()).isEqualTo(40);
            JsonNode line = service.json("/api/v1/status").at("/results/0");
            for (String field : List.of("name", "format", "run", "outcome", "observedAt", "reason", "figures")) {
                assertThat(line.get(field)).as(field).isEqualTo(result.get(field));
            }
            http.shutdownNow();
        }
    }

    /** The data of the next event of that name. */
    private static JsonNode next(Iterator<String> lines, String event) {
        while (lines.hasNext()) {
            if (lines.next().equals("event:" + event)) {
                String data = lines.next();
                return new JsonMapper().readTree(data.substring(data.indexOf(':') + 1));
            }
        }
        throw new AssertionError("the stream ended without " + event);
    }

    @Test
    void everyFormatBecomesRuns() throws IOException {
        try (RunningService service = start()) {
            assertThat(probes(send(service, "hyperfine?name=nightly", "hyperfine.json")))
                    .containsExactly("nightly-build-warm", "nightly-build-cold");
            assertThat(probes(send(service, "jmh", "jmh.json"))).containsExactly(
                    "cartbench-add-size-10-kind-mixed-avgt", "cartbench-total-thrpt", "cartbench-find-sample");
            assertThat(probes(send(service, "pytest-benchmark?name=py", "pytest-benchmark.json")))
                    .containsExactly("py-tests-test-shop-py-test-parse-10", "py-tests-test-shop-py-test-add");
            JsonNode tests = json(send(service, "junit?name=tests", "junit.xml")).at("/items/0");
            assertThat(tests.at("/errors/failure").asInt()).isEqualTo(1);
            assertThat(tests.get("operations").asInt()).isEqualTo(5);
            assertThat(service.json("/api/v1/runs/" + tests.get("id").asString()).get("distribution")).hasSize(2);
        }
    }

    @Test
    void whatIsNotTakenIsSaidInOneSentence() throws IOException {
        try (RunningService service = start()) {
            refused(send(service, "k7?name=a", "k6-export.json"), 404, "did you mean 'k6'?");
            refused(send(service, "k6", "k6-export.json"), 400, "parameter 'name'");
            refused(send(service, "k6?name=Big", "k6-export.json"), 400, "'Big'");
            refused(send(service, "k6?name=builtin-db-insert", "k6-export.json"), 400, "reserved");
            refused(send(service, "k6?name=jvm", "k6-export.json"), 409, "'jvm' is a source of this service");
            refused(send(service, "jmh", "k6-export.json"), 400, "line 1, column 1: a list is expected here");
            refused(post(service, "hyperfine", "application/json",
                    "{\"results\": [{\"command\": \"a b\"}, {\"command\": \"a-b\"}]}"), 400, "both be called 'a-b'");
            refused(post(service, "junit?name=a", "text/plain", "<testsuite/>"), 403, "content type");
            refused(post(service, "junit?name=a", "text/csv", "<testsuite/>"), 415, "text/xml");
            refused(post(service, "k6?name=a", "application/json", " ".repeat(17 << 20)), 413, "16 MiB");
            assertThat(service.send(HttpRequest.newBuilder(at(service, "k6?name=a"))
                    .header("Content-Type", "application/json").header("Content-Encoding", "gzip")
                    .POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(415);
            assertThat(service.json("/api/v1/probes/a/runs").get("status").asInt()).isEqualTo(404);
        }
    }

    private RunningService start() {
        return RunningService.start(data, "tidemark.results[0]=checkout", "tidemark.results[1]=nightly-*",
                "tidemark.thresholds[0]=slow: probe.'checkout'.p95 < 100ms",
                "tidemark.thresholds[1]=busy: probe.'checkout'.throughput > 10/s",
                "tidemark.thresholds[2]=own: probe.'checkout'.http_req_duration_expected_response_true_p95_seconds < 1s");
    }

    private static void refused(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(json(answer).get("detail").asString()).contains(words).endsWith(".");
    }

    private static List<String> probes(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        List<String> probes = new ArrayList<>();
        json(answer).get("items").forEach(run -> probes.add(run.get("probe").asString()));
        return probes;
    }

    private static HttpResponse<String> send(RunningService service, String query, String file) throws IOException {
        return post(service, query, file.endsWith("xml") ? "application/xml" : "application/json",
                Files.readString(FILES.resolve(file)));
    }

    private static HttpResponse<String> post(RunningService service, String query, String type, String body) {
        return service.send(HttpRequest.newBuilder(at(service, query)).header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private static URI at(RunningService service, String query) {
        return URI.create(service.base() + "/api/v1/results/" + query);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }

    private static void within(org.awaitility.core.ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200)).untilAsserted(holds);
    }
}
