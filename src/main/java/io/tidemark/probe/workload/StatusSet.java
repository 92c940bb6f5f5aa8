package io.tidemark.probe.workload;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HTTP statuses, such as `200`, `2xx` or `200, 404`.
 *
 * @param written as it was configured
 */
public record StatusSet(String written) {

    private static final String USUAL = "2xx";
    private static final String ONE = "[1-5](?:[0-9]{2}|xx)";
    private static final Pattern FORM = Pattern.compile(ONE + "(?:\\s*,\\s*" + ONE + "){0,20}");

    /**
     * Reads statuses; `2xx` when nothing is written.
     *
     * @throws IllegalArgumentException with one sentence that names the key
     */
    public static StatusSet parse(String key, @Nullable String written) {
        String text = written == null ? USUAL : written.strip();
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(key + ": '" + text
                    + "' is not understood; allowed are statuses such as 200, 2xx or 200, 404");
        }
        return new StatusSet(text);
    }

    boolean contains(int status) {
        for (String one : written.split(",", -1)) {
            String wanted = one.strip();
            if (wanted.equals(Integer.toString(status)) || wanted.equals(status / 100 + "xx")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return written;
    }
}
