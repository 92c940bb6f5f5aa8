package io.tidemark.metric;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names that results of other tools are expected under, so that rules may speak of them before the first has come. One
 * that ends in `*` stands for all that begin so.
 */
public record ResultNames(List<String> patterns) {

    public static final ResultNames NONE = new ResultNames(List.of());

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,62}\\*?");

    /** @throws IllegalArgumentException when one has another form */
    public ResultNames {
        patterns = List.copyOf(patterns);
        for (int i = 0; i < patterns.size(); i++) {
            String key = "tidemark.results[" + i + "]";
            String pattern = patterns.get(i);
            if (!FORM.matcher(pattern).matches()) {
                throw new IllegalArgumentException(key + ": '" + pattern + "' must be a name of a lower-case letter,"
                        + " then letters, digits or '-', at most 63 characters; a '*' may end it");
            }
            Names.check(key, beginning(pattern));
        }
    }

    public boolean expects(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.endsWith("*")
                ? name.startsWith(beginning(pattern))
                : name.equals(pattern));
    }

    /** Those that stand for themselves alone. */
    public Collection<String> exact() {
        return patterns.stream().filter(pattern -> !pattern.endsWith("*")).toList();
    }

    private static String beginning(String pattern) {
        return pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : pattern;
    }
}
