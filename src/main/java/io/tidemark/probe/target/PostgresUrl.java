package io.tidemark.probe.target;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A PostgreSQL URL as its fields. The driver gets a URL rebuilt from them, because many of its parameters load classes
 * or write files.
 */
record PostgresUrl(Host host, String database, SortedMap<String, String> parameters) {

    static final String ALLOWED = "jdbc:postgresql://host[:port]/database[?parameter=value&…]";

    private static final Pattern FORM = Pattern.compile("jdbc:postgresql://([^/?#]*)/([^/?#]*)(?:\\?([^#]*))?");
    private static final Pattern DATABASE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_$. -]{0,62}");
    private static final UrlParameters PARAMETERS = UrlParameters.of(Map.of(
            "sslmode", Pattern.compile("disable|allow|prefer|require|verify-ca|verify-full"),
            "sslrootcert", UrlParameters.FILE, "channelBinding", Pattern.compile("disable|prefer|require"),
            "prepareThreshold", Pattern.compile("[0-9]{1,3}")));

    static PostgresUrl parse(String key, String url) {
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(key + ": is not understood; allowed is " + ALLOWED);
        }
        Host host = Host.parse(key, matcher.group(1), 5432);
        String database = UrlParameters.decode(key, matcher.group(2));
        if (!DATABASE.matcher(database).matches()) {
            throw new IllegalArgumentException(key
                    + ": has no valid database name; allowed are letters, digits, '_', '-', '.', '$' and spaces,"
                    + " 1 to 63 characters");
        }
        return new PostgresUrl(host, database, PARAMETERS.parse(key, matcher.group(3)));
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
