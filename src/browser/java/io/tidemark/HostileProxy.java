package io.tidemark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The service, but every name and every text it tells begins with a hostile string, in answers and in events. Requests to
 * run a probe are refused with such a text, and so is one chart.
 */
final class HostileProxy implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** Everything that is no enumeration, time, figure, or name of a metric. */
    private static final Set<String> TEXTS = Set.of("name", "source", "probe", "reason", "condition", "target",
            "workload", "instance", "threshold", "title", "detail", "version", "channel");
    private static final Set<String> LABELS = Set.of("device", "mountpoint", "process", "probe");
    private static final Pattern LABEL = Pattern.compile("(?<=[{,])(" + String.join("|", LABELS) + ")=\"");
    private static final Set<String> NAMED = Set.of("errors", "phases");
    private static final List<String> PASSED_ON = List.of("Content-Type", "Content-Security-Policy",
            "X-Content-Type-Options", "Cache-Control");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final String service;
    private volatile String hostile = "";

    HostileProxy(String service) throws IOException {
        this.service = service;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void say(String text) {
        hostile = text;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String now = hostile;
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                refuse(exchange, 401, now);
            } else if (exchange.getRequestURI().toString().contains("match=system.swap.used")) {
                refuse(exchange, 500, now);
            } else {
                pass(exchange, now);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        byte[] body = JSON.writeValueAsBytes(Map.of("status", status, "detail", text));
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void pass(HttpExchange exchange, String now) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(HttpRequest.newBuilder(original(exchange, now))
                .method("GET", BodyPublishers.noBody()).build(), BodyHandlers.ofInputStream());
        PASSED_ON.forEach(name -> answer.headers().firstValue(name)
                .ifPresent(value -> exchange.getResponseHeaders().set(name, value)));
        String type = answer.headers().firstValue("Content-Type").orElse("");
        exchange.sendResponseHeaders(answer.statusCode(), 0);
        try (InputStream from = answer.body(); OutputStream to = exchange.getResponseBody()) {
            if (type.startsWith("text/event-stream")) {
                events(from, to, now);
            } else if (type.contains("json")) {
                to.write(JSON.writeValueAsBytes(rewritten(JSON.readTree(from.readAllBytes()), now)));
            } else {
                from.transferTo(to);
            }
        }
    }

    /** As the service knows it. */
    private URI original(HttpExchange exchange, String now) {
        String query = exchange.getRequestURI().getRawQuery();
        String path = List.of(exchange.getRequestURI().getRawPath().split("/", -1)).stream()
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .map(part -> part.startsWith(now) ? part.substring(now.length()) : part)
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        return URI.create(service + path + (query == null ? "" : "?" + query));
    }

    private static void events(InputStream from, OutputStream to, String now) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String told = line.startsWith("data:")
                    ? "data:" + JSON.writeValueAsString(rewritten(JSON.readTree(line.substring(5)), now))
                    : line;
            to.write((told + "\n").getBytes(StandardCharsets.UTF_8));
            if (line.isEmpty()) {
                to.flush();
            }
        }
    }

    private static JsonNode rewritten(JsonNode node, String now) {
        return switch (node) {
            case ArrayNode list -> {
                ArrayNode copy = JSON.createArrayNode();
                list.forEach(one -> copy.add(rewritten(one, now)));
                yield copy;
            }
            case ObjectNode object -> {
                ObjectNode copy = JSON.createObjectNode();
                object.properties().forEach(field -> put(copy, field.getKey(), field.getValue(), now));
                yield copy;
            }
            default -> node;
        };
    }

    private static void put(ObjectNode copy, String key, JsonNode value, String now) {
        if (value.isString() && TEXTS.contains(key)) {
            copy.put(key, value.asString().isEmpty() ? "" : now + value.asString());
        } else if (key.equals("labels") && value.isObject()) {
            ObjectNode labels = copy.putObject(key);
            value.properties().forEach(label -> labels.put(label.getKey(), LABELS.contains(label.getKey())
                    ? now + label.getValue().asString()
                    : label.getValue().asString()));
        } else if (key.equals("match")) {
            copy.put(key, LABEL.matcher(value.asString()).replaceAll(start -> Matcher.quoteReplacement(
                    start.group() + now.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))));
        } else if (NAMED.contains(key) && value.isObject()) {
            ObjectNode named = copy.putObject(key);
            value.properties().forEach(one -> named.set(now + one.getKey(), one.getValue()));
        } else {
            copy.set(key, rewritten(value, now));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.shutdownNow();
    }
}
