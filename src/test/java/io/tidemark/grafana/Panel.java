package io.tidemark.grafana;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One panel or row of a dashboard. */
public record Panel(JsonNode json) {

    String type() {
        return json.path("type").asString("");
    }

    public String title() {
        return json.path("title").asString("");
    }

    public String description() {
        return json.path("description").asString("");
    }

    Stream<Panel> children() {
        return Dashboard.children(json);
    }

    List<JsonNode> targets() {
        return json.path("targets").valueStream().toList();
    }

    public Stream<String> expressions() {
        return targets().stream().filter(target -> target.has("expr")).map(target -> target.get("expr").asString());
    }

    public Stream<String> queries() {
        return targets().stream().filter(target -> target.has("rawSql")).map(target -> target.get("rawSql").asString());
    }

    JsonNode defaults() {
        return json.at("/fieldConfig/defaults");
    }

    /** The values at which the colour changes. */
    public List<Double> limits() {
        return defaults().at("/thresholds/steps").valueStream().map(step -> step.path("value"))
                .filter(JsonNode::isNumber).map(JsonNode::asDouble).toList();
    }

    Grid grid() {
        JsonNode at = json.path("gridPos");
        return new Grid(at.path("x").asInt(-1), at.path("y").asInt(-1), at.path("w").asInt(0), at.path("h").asInt(0));
    }

    @Override
    public String toString() {
        return title();
    }

    /** Where it stands, in cells; 24 are the whole width. */
    record Grid(int x, int y, int w, int h) {

        boolean fits() {
            return x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 24;
        }

        boolean overlaps(Grid other) {
            return x < other.x + other.w && other.x < x + w && y < other.y + other.h && other.y < y + h;
        }
    }
}
