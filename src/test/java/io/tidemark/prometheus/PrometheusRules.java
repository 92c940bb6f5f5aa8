package io.tidemark.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The rules for Prometheus that come with the product, and the documents they are tested by. */
public final class PrometheusRules {

    private static final Path DIRECTORY = Path.of("prometheus");
    private static final Pattern NOT_METRICS = Pattern.compile(
            "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)"
                    + "|\\boffset\\s+\\w+|\\b(?:and|or|unless|bool)\\b");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*(?![\\w:]|\\s*\\()");

    private PrometheusRules() {}

    /** Of every file in `prometheus/rules`. */
    public static List<Rule> all() {
        return documents("rules").stream().flatMap(file -> maps(file, "groups")).flatMap(group -> maps(group, "rules"))
                .map(Rule::new).toList();
    }

    /** The groups of all unit tests in `prometheus/tests`. */
    static List<Map<String, Object>> tests() {
        return documents("tests").stream().flatMap(file -> maps(file, "tests")).toList();
    }

    /** Names of the metrics an expression reads. */
    public static Set<String> metrics(String expression) {
        return NAME.matcher(NOT_METRICS.matcher(expression).replaceAll(" ")).results().map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("unchecked")
    static Stream<Map<String, Object>> maps(Map<String, Object> parent, String key) {
        return ((List<Map<String, Object>>) parent.getOrDefault(key, List.of())).stream();
    }

    private static List<Map<String, Object>> documents(String directory) {
        try (Stream<Path> files = Files.list(DIRECTORY.resolve(directory))) {
            return files.sorted().map(PrometheusRules::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> read(Path file) {
        try {
            return new Yaml().load(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One rule as it stands in its file: an alert, or a record. */
    public record Rule(Map<String, Object> fields) {

        boolean isAlert() {
            return fields.containsKey("alert");
        }

        public String name() {
            return String.valueOf(isAlert() ? fields.get("alert") : fields.get("record"));
        }

        public String expression() {
            return String.valueOf(fields.get("expr"));
        }

        @SuppressWarnings("unchecked")
        String text(String map, String key) {
            return String.valueOf(((Map<String, Object>) fields.getOrDefault(map, Map.of())).getOrDefault(key, ""));
        }
    }
}
