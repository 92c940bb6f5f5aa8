package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The API of the whole service with nothing configured: what it answers, to whom, and how it is described. */
class ApiIT {

    private static final Path DESCRIPTION = Path.of("src/main/resources/static/openapi.json");

    @TempDir
    private static Path directory;
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(directory);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aFreshStartEndsWithEveryRuleJudgedByItsValue() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> Judged.assertByTheirValues(service.json("/api/v1/status")));
        assertThat(service.json("/api/v1/status").get("sources").values()).filteredOn(
                source -> source.get("kind").asString().equals("PROBE")).hasSize(7);
    }

    @Test
    void aRunOnRequestIsKeptAndFoundAgain() {
        var answer = service.run("builtin-db-transaction", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode run = new JsonMapper().readTree(answer.body());
        assertThat(answer.headers().firstValue("Location")).contains("/api/v1/runs/" + run.get("id").asString());
        assertThat(service.json("/api/v1/runs/" + run.get("id").asString()).get("latency"))
                .isEqualTo(run.get("latency"));
        assertThat(service.json("/api/v1/probes/builtin-db-transaction/runs").get("items").values())
                .as("beside those of its own turns").extracting(item -> item.get("id")).contains(run.get("id"));
    }

    @Test
    void samplesAndProbeMeasuresAnswerAsJsonAndCsv() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(service.json("/api/v1/samples?match=system.memory.available&start=-5m").get("items"))
                    .isNotEmpty();
            assertThat(service.json("/api/v1/samples?match=probe.p95%7Bprobe%3D%22builtin-db-insert%22%7D&start=-5m")
                    .get("items")).isNotEmpty();
        });
        assertThat(service.get("/api/v1/samples?match=system.memory.available&start=-5m&format=csv").lines())
                .hasSizeGreaterThan(1);
        assertThat(service.get("/api/v1/series?match=system.cpu.time")).contains("idle");
    }

    @Test
    void everyShippedRuleNamesASeriesThatAnswers() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode rules = service.json("/api/v1/thresholds").get("items");
            assertThat(rules.values()).isNotEmpty().allSatisfy(rule -> {
                assertThat(rule.get("judgements").values()).as(rule.toString()).isNotEmpty();
                for (JsonNode judgement : rule.get("judgements")) {
                    String match = URLEncoder.encode(judgement.get("match").asString(), StandardCharsets.UTF_8);
                    assertThat(service.json("/api/v1/samples?start=-5m&match=" + match).get("items").values())
                            .as(judgement.toString()).isNotEmpty()
                            .allSatisfy(row -> assertThat(row.get("labels")).isEqualTo(judgement.get("labels")));
                }
            });
        });
        assertThat(service.json("/api/v1/status").at("/thresholds/0/match").asString()).isNotBlank();
    }

    @Test
    void everySourceTellsHowLongItTook() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(service.json("/api/v1/status").get("sources").values()).isNotEmpty().allSatisfy(
                    source -> assertThat(source.get("tookSeconds").asDouble()).as(source.toString()).isPositive());
            assertThat(service.source("builtin-db-insert").get("tookSeconds").asDouble()).isPositive();
        });
    }

    @Test
    void aProbeTellsItsLatencyOverTime() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode latency = service.json("/api/v1/probes/builtin-db-insert/latency?start=-10m");
            assertThat(latency.get("stepSeconds").asDouble()).isEqualTo(5);
            assertThat(latency.get("items")).isNotEmpty();
            JsonNode item = latency.at("/items/0");
            assertThat(item.get("runs").asLong()).isPositive();
            assertThat(item.get("p50").asDouble()).isPositive();
            assertThat(item.get("counts")).hasSameSizeAs(latency.get("edges"));
            assertThat(latency.get("next").isNull()).isTrue();
        });
    }

    @Test
    void theServiceTellsAboutItself() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                service.json("/api/v1/service").at("/store/writtenRecords").asLong()).isPositive());
        JsonNode told = service.json("/api/v1/service");
        assertThat(told.get("version").asString()).isNotBlank();
        assertThat(told.get("instance")).isEqualTo(service.json("/api/v1/status").get("instance"));
        assertThat(Instant.parse(told.get("startedAt").asString())).isBefore(Instant.now());
        assertThat(told.get("uptimeSeconds").asDouble()).isPositive();
        assertThat(told.at("/store/kind").asString()).isEqualTo("H2");
        assertThat(told.at("/store/reachable").asBoolean()).isTrue();
        assertThat(told.at("/store/journalBytes").asLong()).isPositive();
        assertThat(told.get("deliveries").values()).extracting(delivery -> delivery.get("channel").asString())
                .containsExactly("log");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theProcessesThatUseMostAreTold() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(service.json("/api/v1/processes/top").get("byResident").size()).isBetween(1, 10));
        JsonNode top = service.json("/api/v1/processes/top");
        JsonNode first = top.at("/byResident/0");
        assertThat(Instant.parse(top.get("time").asString())).isBefore(Instant.now());
        assertThat(first.get("resident").asDouble()).isPositive();
        assertThat(first.get("name").asString()).isNotBlank();
        assertThat(first.get("pid").asLong()).isPositive();
        assertThat(top.has("byProcessor")).isTrue();
    }

    @Test
    void thePagesFilesAreAskedForAgainEachTimeAndTravelSmall() {
        for (String file : List.of("/", "/app.js", "/assets/echarts/echarts.esm.min.js")) {
            var answer = service.send(HttpRequest.newBuilder(URI.create(service.base() + file))
                    .header("Accept-Encoding", "gzip"));
            assertThat(answer.headers().allValues("Cache-Control")).as(file).containsExactly("no-cache");
            assertThat(answer.headers().firstValue("Last-Modified")).as(file).isPresent();
            assertThat(answer.headers().firstValue("Content-Encoding")).as(file).contains("gzip");
        }
        assertThat(service.send(HttpRequest.newBuilder(URI.create(service.base() + "/api/v1/status"))
                .header("Accept-Encoding", "gzip")).headers().firstValue("Cache-Control").orElse(""))
                .contains("no-store");
    }

    @Test
    void theStreamTellsObservationsAndVerdicts() throws IOException {
        var request = HttpRequest.newBuilder(URI.create(service.base() + "/api/v1/stream")).build();
        try (var http = java.net.http.HttpClient.newHttpClient();
                var lines = http.sendAsync(request, java.net.http.HttpResponse.BodyHandlers.ofLines()).join().body()) {
            Set<String> events = new TreeSet<>();
            var each = lines.iterator();
            while (each.hasNext() && !events.containsAll(Set.of("observation", "judgements", "status", "service"))) {
                String line = each.next();
                if (line.startsWith("event:")) {
                    events.add(line.substring(6).strip());
                }
            }
            assertThat(events).contains("observation", "judgements", "status", "service");
            http.shutdownNow();
        }
    }

    @Test
    void everyErrorIsAProblemDocument() {
        for (String path : List.of("/api/v1/nothing", "/api/v1/runs/abc", "/api/v1/runs/1", "/api/v1/sources/nobody",
                "/api/v1/samples?match=%7B", "/api/v1/samples", "/api/v1/samples?match=a.b&start=never",
                "/api/v1/probes/x/runs?limit=-1", "/api/v1/thresholds/nobody", "/api/v1/alerts/0",
                "/api/v1/breaches?start=x", "/api/v1/probes/x/latency", "/api/v1/probes/x/latency?start=never",
                "/api/v1/probes/x/latency?start=-1d&step=1s", "/api/v1/probes/x/latency?step=0s",
                "/api/v1/samples?match=a.b&step=0s", "/api/v1/thresholds/export?format=x",
                "/api/v1/thresholds/changes?limit=0", "/api/v1/thresholds/x/changes?before=y")) {
            var answer = service.send(HttpRequest.newBuilder(URI.create(service.base() + path)));
            assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isBetween(400, 499);
            assertThat(answer.headers().firstValue("Content-Type")).as(path).hasValueSatisfying(
                    type -> assertThat(type).startsWith("application/problem+json"));
            JsonNode problem = new JsonMapper().readTree(answer.body());
            assertThat(problem.get("status").asInt()).isEqualTo(answer.statusCode());
            assertThat(problem.get("detail").asString()).as(path).isNotBlank();
            assertThat(answer.body()).doesNotContain("Exception", "io.tidemark");
        }
    }

    @Test
    void everyRouteIsClosedToStrangersAndEveryWriteToOtherSites() throws Exception {
        MockMvc stranger = mvc(true);
        Set<String> routes = routes();
        assertThat(routes).hasSizeGreaterThan(12);
        for (String route : routes) {
            String method = route.substring(0, route.indexOf(' '));
            String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]*\\}", "x").replace("/**", "/x");
            var remote = MockMvcRequestBuilders.request(method, URI.create(path)).with(request -> {
                request.setRemoteAddr("192.0.2.1");
                request.setServerName("tidemark.example");
                return request;
            }).header("Host", "tidemark.example");
            int status = stranger.perform(remote).andReturn().getResponse().getStatus();
            assertThat(status).as("%s from elsewhere", route).isIn(401, 403);
            if (!method.equals("GET")) {
                var form = MockMvcRequestBuilders.request(method, URI.create(path)).header("Host", "localhost")
                        .header("Origin", "https://evil.example").contentType("application/json");
                assertThat(stranger.perform(form).andReturn().getResponse().getStatus())
                        .as("%s from a foreign page", route)
                        .isIn(401, 403);
            }
        }
    }

    @Test
    void theDescriptionCheckedInIsTheOneOfThisCode() throws Exception {
        String described = mvc(false).perform(MockMvcRequestBuilders.get("/v3/api-docs")).andReturn().getResponse()
                .getContentAsString();
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
        var tree = (tools.jackson.databind.node.ObjectNode) json.readTree(described);
        tree.remove("servers");
        String now = json.writeValueAsString(json.treeToValue(tree, java.util.TreeMap.class)) + "\n";
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(DESCRIPTION, now);
        }
        assertThat(Files.readString(DESCRIPTION)).as("run again with -Drewrite=true").isEqualTo(now);
    }

    @Test
    void refusesAFormEvenFromThisMachine() {
        var form = HttpRequest.newBuilder(URI.create(service.base() + "/api/v1/sources/jvm/runs"))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString("a=b"));
        assertThat(service.send(form).statusCode()).isIn(403, 415);
    }

    @Test
    void refusesAnUploadWithoutTryingToReadIt() {
        var upload = HttpRequest.newBuilder(URI.create(service.base() + "/api/v1/status"))
                .header("Content-Type", "multipart/form-data").PUT(BodyPublishers.ofString("x"));
        assertThat(service.send(upload).statusCode()).isEqualTo(405);
    }

    private static MockMvc mvc(boolean secured) {
        DefaultMockMvcBuilder builder = MockMvcBuilders
                .webAppContextSetup((WebApplicationContext) service.context());
        return secured
                ? builder.addFilters(service.context().getBean("springSecurityFilterChain", Filter.class)).build()
                : builder.build();
    }

    /** `METHOD path` of everything that is mapped, actuator included. */
    private static Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        service.context().getBeansOfType(RequestMappingHandlerMapping.class).values().forEach(
                mapping -> mapping.getHandlerMethods().keySet().forEach(info -> add(routes, info)));
        service.context().getBeansOfType(org.springframework.web.servlet.handler.AbstractHandlerMethodMapping.class)
                .values().forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> {
                    if (info instanceof RequestMappingInfo mapped) {
                        add(routes, mapped);
                    }
                }));
        routes.removeIf(route -> route.endsWith("/livez") || route.endsWith("/readyz"));
        return routes;
    }

    private static void add(Set<String> routes, RequestMappingInfo info) {
        Set<String> methods = new TreeSet<>();
        info.getMethodsCondition().getMethods().forEach(method -> methods.add(method.name()));
        (methods.isEmpty() ? Set.of("GET", "POST") : methods).forEach(
                method -> info.getPatternValues().forEach(path -> routes.add(method + " " + path)));
    }
}
