package io.tidemark.alert.channel;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Nearest;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.threshold.Severity;
import java.util.Arrays;
import java.util.List;

/**
 * Which alerts a channel is told of: of a severity and above, and with labels that match.
 *
 * @param match as people write it; empty for every alert
 */
public record Route(Severity severity, String match, SeriesSelector selector) {

    /** Every alert. */
    public static final Route ALL = new Route(Severity.WARNING, "", SeriesSelector.of("labels"));

    static final String SEVERITY = "severity";
    static final String MATCH = "match";

    private static final List<String> SEVERITIES = Arrays.stream(Severity.values()).map(Severity::word).toList();

    static Route of(ChannelOptions options) {
        Severity severity = options.optional(SEVERITY).map(word -> severity(options.key(SEVERITY), word))
                .orElse(ALL.severity);
        String match = options.optional(MATCH).map(Route::bare).orElse("");
        return new Route(severity, match, selector(options.key(MATCH), match));
    }

    /** Whether the channel is told that it fires; of its end those are told who were told that it fires. */
    public boolean takes(Alert alert) {
        return alert.severity().compareTo(severity) >= 0
                && selector.matches(new Series(selector.metric(), Labels.of(Message.labels(alert))));
    }

    private static Severity severity(String key, String word) {
        return Arrays.stream(Severity.values()).filter(severity -> severity.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s '%s' is not a severity; allowed are %s%s".formatted(
                        key, word, String.join(", ", SEVERITIES), Nearest.hint(word, SEVERITIES))));
    }

    private static String bare(String match) {
        String text = match.strip();
        return text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1).strip() : text;
    }

    private static SeriesSelector selector(String key, String match) {
        try {
            return SeriesSelector.parse("labels{" + match + "}");
        } catch (IllegalArgumentException e) {
            String expected = String.valueOf(e.getMessage()).replaceFirst("(?s).* is not understood at column \\d+",
                    "");
            throw new IllegalArgumentException("%s '%s' is not a list such as probe=\"orders\",alertname=~\"shop-.*\"%s"
                    .formatted(key, match, expected), e);
        }
    }
}
