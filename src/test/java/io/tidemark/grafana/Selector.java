package io.tidemark.grafana;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One place of an expression where Prometheus is asked for series. Reads what the dashboards are written in; whether
 * Prometheus takes it is for Prometheus to say.
 *
 * @param matchers by label, operator and value as written: `=~"$job"`
 * @param range as written, empty for none
 * @param function the innermost call around it, empty for none
 */
public record Selector(String metric, Map<String, String> matchers, String range, String function) {

    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Pattern LABEL_LISTS = Pattern
            .compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern GROUPING = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR = Pattern
            .compile("([a-zA-Z_:][\\w:]*+)(?!\\s*\\()\\s*(?:\\{([^}]*)\\})?(?:\\[([^\\]]*)\\])?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*([=!]~?\\s*\"[^\"]*\")");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\s*\\($");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    /** Of an expression, or of what a variable asks for: `label_values(metric{…}, label)`. */
    public static List<Selector> in(String expression) {
        Matcher variable = LABEL_VALUES.matcher(expression);
        String bare = LABEL_LISTS.matcher(variable.matches() ? variable.group(1) : expression).replaceAll("");
        return SELECTOR.matcher(bare).results().filter(found -> !KEYWORDS.contains(found.group(1)))
                .map(found -> of(found, bare)).toList();
    }

    /** Labels by which an expression groups. */
    public static Set<String> groupings(String expression) {
        Set<String> labels = new TreeSet<>();
        GROUPING.matcher(expression).results()
                .forEach(found -> labels.addAll(List.of(found.group(1).strip().split("\\s*,\\s*"))));
        return labels;
    }

    private static Selector of(MatchResult found, String expression) {
        Map<String, String> matchers = new TreeMap<>();
        String written = found.group(2) == null ? "" : found.group(2);
        MATCHER.matcher(written).results().forEach(matcher -> matchers.put(matcher.group(1), matcher.group(2)));
        Matcher call = CALL.matcher(expression.substring(0, found.start()));
        return new Selector(found.group(1), matchers, found.group(3) == null ? "" : found.group(3),
                call.find() ? call.group(1) : "");
    }
}
