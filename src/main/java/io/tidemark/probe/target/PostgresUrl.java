package io.tidemark.probe.target;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL URL as its fields. The driver gets a URL rebuilt from them, because many of its parameters load classes
 * or write files.
 */
record PostgresUrl(Host host, String database, SortedMap<String, String> parameters) {

    static final String ALLOWED = "jdbc:postgresql://host[:port]/database[?parameter=value&…]";

    private static final Pattern FORM = Pattern.compile("jdbc:postgresql://([^/?#]*)/([^/?#]*)(?:\\?([^#]*))?");
    private static final Pattern DATABASE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_$. -]{0,62}");
    private static final SortedMap<String, Pattern> PARAMETERS = new TreeMap<>(Map.of(
            "sslmode", Pattern.compile("disable|allow|prefer|require|verify-ca|verify-full"),
            "sslrootcert", Pattern.compile("/[\\p{L}\\p{N}_/.+-]{1,500}"),
            "channelBinding", Pattern.compile("disable|prefer|require"),
            "prepareThreshold", Pattern.compile("[0-9]{1,3}")));

    static PostgresUrl parse(String key, String url) {
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(key + ": is not understood; allowed is " + ALLOWED);
        }
        Host host = Host.parse(key, matcher.group(1), 5432);
        String database = decode(key, matcher.group(2));
        if (!DATABASE.matcher(database).matches()) {
            throw new IllegalArgumentException(key
                    + ": has no valid database name; allowed are letters, digits, '_', '-', '.', '$' and spaces,"
                    + " 1 to 63 characters");
        }
        return new PostgresUrl(host, database, parameters(key, matcher.group(3)));
    }

    private static SortedMap<String, String> parameters(String key, @Nullable String query) {
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

    private static String checkedName(String key, String name) {
        if (name.equals("user") || name.equals("password")) {
            throw new IllegalArgumentException(
                    key + ": a user or password must not stand in the URL; use the keys username and password");
        }
        if (!PARAMETERS.containsKey(name)) {
            String shown = name.matches("[A-Za-z0-9_.-]{1,40}") ? " '" + name + "'" : "";
            throw new IllegalArgumentException(key + ": the parameter" + shown + " is not allowed; allowed are "
                    + String.join(", ", PARAMETERS.keySet()));
        }
        return name;
    }

    private static String checkedValue(String key, String name, String value) {
        Pattern allowed = Objects.requireNonNull(PARAMETERS.get(name));
        if (!allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    key + ": the value of the parameter '" + name + "' is not allowed; it must match " + allowed);
        }
        return value;
    }

    private static String decode(String key, String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(key + ": has a '%' that is not followed by two hexadecimal digits");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The URL the driver gets, made of checked fields only. */
    @Override
    public String toString() {
        String query = parameters.entrySet().stream().map(e -> e.getKey() + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        return "jdbc:postgresql://" + host + "/" + encode(database) + (query.isEmpty() ? "" : "?" + query);
    }
}
