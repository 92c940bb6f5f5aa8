package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Samples move from one service to another by the commands of the documentation. */
class TransferIT {

    private static final String HEADER = "time,metric,labels,value\n";

    @TempDir
    private static Path directory;
    private static RunningService service;
    private static RunningService other;

    @BeforeAll
    static void start() {
        service = RunningService.start(directory.resolve("one"), "tidemark.paused=true", "tidemark.instance=one");
        other = RunningService.start(directory.resolve("two"), "tidemark.paused=true", "tidemark.instance=two",
                "tidemark.sampling.every=1m");
    }

    @AfterAll
    static void stop() {
        other.close();
        service.close();
    }

    @Test
    void theCommandsOfTheDocumentationMoveSamples() throws Exception {
        await().atMost(Duration.ofSeconds(20)).until(
                () -> service.get("/api/v1/export.csv?match=system.cpu.time").lines().count() > 20);
        List<String> commands = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/moving.md"))).results().map(block -> block.group(1)).toList();
        assertThat(commands).hasSize(4);

        run(commands.get(0));
        run(commands.get(1));
        JsonNode first = new JsonMapper().readTree(run(commands.get(2)));
        JsonNode second = new JsonMapper().readTree(run(commands.get(3)));

        List<String> lines = Files.readAllLines(directory.resolve("samples.csv"));
        assertThat(Files.readString(directory.resolve("cpu.csv"))).contains("system.cpu.time,\"{mode=\"\"idle\"\"}\",");
        assertThat(first.get("samples").asLong()).isEqualTo(lines.size() - 1);
        assertThat(first.get("written").asLong() + first.get("present").asLong()).isEqualTo(lines.size() - 1);
        assertThat(second.get("written").asLong()).isZero();
        assertThat(second.get("present").asLong()).isEqualTo(lines.size() - 1);
        assertThat(other.get("/api/v1/export.csv").lines()).containsAll(lines);
    }

    @Test
    void aBadLineEndsTheImportWithItsNumberAndSaysWhatWasTaken() {
        String at = Instant.now().minusSeconds(60).toString().substring(0, 19) + "Z";
        var answer = send(HEADER + at + ",move.bad,,1\n" + at + ",move.bad,\"{a=\"\"b\"\"}\",2\n" + at
                + ",move.bad,,many\n" + at + ",move.later,,1\n", "text/csv");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("line 4 has the value 'many', but must have a number",
                "before it 2 new samples were written and 0 were there already, from it on nothing was taken");
        assertThat(other.get("/api/v1/export.csv?match=move.bad").lines()).hasSize(3);
        assertThat(other.get("/api/v1/export.csv?match=move.later").lines()).hasSize(1);
        assertThat(other.json("/api/v1/samples?match=move.bad&start=-5m").get("items")).hasSize(2);
    }

    @Test
    void whatIsNoImportIsRefused() {
        assertThat(send("a,b\n", "text/csv").body()).contains("line 1 is not the header, but must be time,metric");
        assertThat(send("", "text/csv").body()).contains("A body is required.");
        assertThat(send(HEADER, "text/csv").body()).isEqualTo("{\"samples\":0,\"written\":0,\"present\":0}");
        assertThat(send(HEADER, "application/json").statusCode()).isEqualTo(415);
        assertThat(send(HEADER, "text/plain").statusCode()).isEqualTo(403);
        assertThat(send("no gzip", "text/csv", "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
        assertThat(send(HEADER, "text/csv", "Content-Encoding", "br").statusCode()).isEqualTo(415);
        assertThat(send(HEADER, "text/csv", "Origin", "https://elsewhere.example").statusCode()).isEqualTo(403);
        assertThat(other.get("/api/v1/export.csv?match=probe.p95")).contains("must name a sampled series");
        assertThat(other.get("/api/v1/export.csv?start=now&end=-1h")).contains("must be before end");
    }

    @Test
    void anExportThatCannotGoOnDoesNotLookWhole() throws Exception {
        try (RunningService third = RunningService.start(directory.resolve("three"), "tidemark.paused=true",
                "tidemark.sampling.every=1m")) {
            StringBuilder lines = new StringBuilder(HEADER);
            Instant at = Instant.now().minus(Duration.ofHours(1));
            for (int i = 0; i < 300_000; i++) {
                lines.append(at.plusMillis(i).truncatedTo(ChronoUnit.MILLIS)).append(",move.much,,").append(i)
                        .append('\n');
            }
            assertThat(third.send(HttpRequest.newBuilder(URI.create(third.base() + "/api/v1/import"))
                    .header("Content-Type", "text/csv").POST(BodyPublishers.ofString(lines.toString()))).body())
                    .contains("\"written\":300000");
            URI export = URI.create(third.base() + "/api/v1/export.csv?match=move.much");
            try (HttpClient client = HttpClient.newHttpClient();
                    InputStream body = client.send(HttpRequest.newBuilder(export).build(), BodyHandlers.ofInputStream())
                            .body()) {
                body.readNBytes(1000);
                shutTheStoreForGood(third);
                assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
            }
        }
    }

    private static void shutTheStoreForGood(RunningService service) {
        try (Connection connection = service.context().getBean(DataSource.class).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter user tidemark set password 'another'");
            statement.execute("shutdown");
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("already closed");
        }
    }

    private static String run(String command) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-ec", command).directory(directory.toFile());
        shell.environment().putAll(Map.of("tidemark", service.base(), "other", other.base()));
        Process process = shell.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static HttpResponse<String> send(String body, String type, String... header) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(other.base() + "/api/v1/import"))
                .header("Content-Type", type).POST(BodyPublishers.ofString(body));
        if (header.length > 0) {
            request.headers(header);
        }
        return other.send(request);
    }
}
