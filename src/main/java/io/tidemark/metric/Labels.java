package io.tidemark.metric;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Name and value pairs that tell series of one metric apart, as in Prometheus. Sorted by name, immutable.
 *
 * @param values label values by label name
 */
public record Labels(SortedMap<String, String> values) {

    /** No label at all. */
    public static final Labels NONE = new Labels(new TreeMap<>());

    public Labels {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public static Labels of(String name, String value) {
        return new Labels(new TreeMap<>(Map.of(name, value)));
    }

    public static Labels of(String name1, String value1, String name2, String value2) {
        return new Labels(new TreeMap<>(Map.of(name1, value1, name2, value2)));
    }

    public static Labels of(Map<String, String> values) {
        return new Labels(new TreeMap<>(values));
    }

    /** These labels and one more; a label of the same name is replaced. */
    public Labels with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(values);
        more.put(name, value);
        return new Labels(more);
    }

    /** The value of a label, empty text if there is none (Prometheus' reading of a missing label). */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The canonical form `{a="x",b="y"}`, with `\` and `"` and line feeds escaped; empty text without labels. */
    @Override
    public String toString() {
        if (values.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("{");
        values.forEach((name, value) -> text.append(text.length() > 1 ? "," : "").append(name).append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")).append('"'));
        return text.append('}').toString();
    }
}
