package io.tidemark.grafana;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limit of a rule that comes with Tidemark. A panel that draws it says so in its description: the condition between
 * backticks and, of a probe's rule, the workload.
 *
 * @param rule name of the rule
 * @param condition as it is written
 * @param value in the base unit
 */
public record ShippedLimit(String rule, String condition, double value) {

    private static final Pattern TEXT = Pattern.compile("(?:[\\w-]+: )?(.+ [<>]=? ([\\d.]+)(\\S*)) for .*");

    private static final Map<String, String> UNITS = Map.of("", "1", "/s", "1", "%", "0.01", "ms", "0.001", "s", "1",
            "MB", "1e6");

    public static ShippedLimit of(String rule, String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || !UNITS.containsKey(parts.group(3))) {
            throw new IllegalArgumentException("not read: " + text);
        }
        BigDecimal unit = new BigDecimal(UNITS.get(parts.group(3)));
        return new ShippedLimit(rule, parts.group(1), new BigDecimal(parts.group(2)).multiply(unit).doubleValue());
    }

    public boolean isSaidBy(Panel panel) {
        return panel.description().contains("`" + condition + "`") && isAbout(panel.description());
    }

    /** Names of probes end in their workload: `builtin-db-insert.p95.warning`. */
    private boolean isAbout(String description) {
        Matcher probe = Pattern.compile("[a-z]+(?:-db|-cache)?-([\\w-]+)\\..*").matcher(rule);
        return !probe.matches() || Pattern.compile("\\b" + probe.group(1) + "\\b").matcher(description).find();
    }
}
