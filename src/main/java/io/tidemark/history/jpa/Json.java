package io.tidemark.history.jpa;

import io.tidemark.metric.Run;
import java.util.List;
import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The small maps and lists of a run as text columns, which SQL can read. */
final class Json {

    private static final int LONGEST_TEXT = 10_000;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static String write(Object mapOrList) {
        return MAPPER.writeValueAsString(mapOrList);
    }

    static Map<String, Long> counts(String json) {
        return MAPPER.readValue(json, new TypeReference<>() {
        });
    }

    static Map<String, Double> figures(String json) {
        return MAPPER.readValue(json, new TypeReference<>() {
        });
    }

    static List<String> sentences(String json) {
        return MAPPER.readValue(json, new TypeReference<>() {
        });
    }

    static List<Run.Stage> stages(String json) {
        return MAPPER.readValue(json, new TypeReference<>() {
        });
    }

    /** No column holds more, whoever made the text. NUL, which PostgreSQL refuses, is left out. */
    static String bounded(String text) {
        String clean = text.replace("\0", "");
        return clean.length() <= LONGEST_TEXT ? clean : clean.substring(0, LONGEST_TEXT);
    }
}
