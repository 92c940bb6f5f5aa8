package io.tidemark.probe.target;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters a URL may have, and what each may be set to. Everything else is refused: drivers have parameters that
 * load classes or write files.
 */
record UrlParameters(SortedMap<String, Pattern> allowed) {

    /** The absolute path of a file. */
    static final Pattern FILE = Pattern.compile("/[\\p{L}\\p{N}_/.+-]{1,500}");

    static UrlParameters of(Map<String, Pattern> allowed) {
        return new UrlParameters(new TreeMap<>(allowed));
    }

    /** @param key where the URL stands, for messages, which never show the URL itself */
    SortedMap<String, String> parse(String key, @Nullable String query) {
        SortedMap<String, String> parameters = new TreeMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String name = checkedName(key, parts[0]);
                String value = checkedValue(key, name, parts.length == 2 ? decode(key, parts[1]) : "");
                if (parameters.put(name, value) != null) {
                    throw new IllegalArgumentException(key + ": the parameter '" + name + "' stands there twice");
                }
            }
        }
        return parameters;
    }

    private String checkedName(String key, String name) {
        if (name.equals("user") || name.equals("password")) {
            throw new IllegalArgumentException(
                    key + ": a user or password must not stand in the URL; use the keys username and password");
        }
        if (!allowed.containsKey(name)) {
            String shown = name.matches("[A-Za-z0-9_.-]{1,40}") ? " '" + name + "'" : "";
            throw new IllegalArgumentException(key + ": the parameter" + shown + " is not allowed; allowed are "
                    + String.join(", ", allowed.keySet()));
        }
        return name;
    }

    private String checkedValue(String key, String name, String value) {
        Pattern form = Objects.requireNonNull(allowed.get(name));
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    key + ": the value of the parameter '" + name + "' is not allowed; it must match " + form);
        }
        return value;
    }

    static String decode(String key, String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(key + ": has a '%' that is not followed by two hexadecimal digits");
        }
    }
}
