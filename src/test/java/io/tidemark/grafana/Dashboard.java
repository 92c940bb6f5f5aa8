package io.tidemark.grafana;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dashboard as it is provisioned. */
public record Dashboard(String file, String text, JsonNode json) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path DIRECTORY = Path.of("grafana", "dashboards");

    public static List<Dashboard> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().map(Dashboard::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dashboard read(Path file) {
        try {
            String text = Files.readString(file);
            return new Dashboard(file.getFileName().toString(), text, JSON.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String uid() {
        return json.path("uid").asString("");
    }

    /** Panels that show something, those of rows included. */
    public List<Panel> panels() {
        return rowsAndPanels().filter(panel -> !panel.type().equals("row")).toList();
    }

    public Stream<Panel> rowsAndPanels() {
        return children(json).flatMap(panel -> Stream.concat(Stream.of(panel), panel.children()));
    }

    static Stream<Panel> children(JsonNode parent) {
        return parent.path("panels").valueStream().map(Panel::new);
    }

    List<JsonNode> variables() {
        return json.at("/templating/list").valueStream().toList();
    }

    Optional<JsonNode> variable(String name) {
        return variables().stream().filter(variable -> variable.path("name").asString("").equals(name)).findFirst();
    }

    List<JsonNode> annotations() {
        return json.at("/annotations/list").valueStream().toList();
    }

    /** Every expression Prometheus is asked for: of panels, annotations and variables. */
    public Stream<String> expressions() {
        return Stream.of(panels().stream().flatMap(Panel::expressions),
                annotations().stream().filter(one -> one.has("expr")).map(one -> one.get("expr").asString()),
                variables().stream().filter(one -> one.path("type").asString("").equals("query"))
                        .map(one -> one.path("query").asString("")))
                .flatMap(each -> each);
    }

    @Override
    public String toString() {
        return file;
    }
}
