package io.tidemark.probe.target;

import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A MariaDB or MySQL URL as its fields. The driver gets a URL rebuilt from them, because many of its parameters load
 * classes or read files.
 *
 * @param parameters handed to the driver beside the URL, which has no escapes for them
 */
record MariaDbUrl(Host host, String database, SortedMap<String, String> parameters) {

    static final String ALLOWED = "jdbc:mariadb://host[:port]/database[?parameter=value&…] or jdbc:mysql://…";

    private static final Pattern FORM = Pattern.compile("jdbc:(?:mariadb|mysql)://([^/?#]*)/([^/?#]*)(?:\\?([^#]*))?");
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_$-]{0,63}");
    private static final UrlParameters PARAMETERS = UrlParameters.of(Map.of(
            "sslMode", Pattern.compile("disable|trust|verify-ca|verify-full"), "serverSslCert", UrlParameters.FILE));

    static MariaDbUrl parse(String key, String url) {
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(key + ": is not understood; allowed is " + ALLOWED);
        }
        Host host = Host.parse(key, matcher.group(1), 3306);
        String database = matcher.group(2);
        if (!DATABASE.matcher(database).matches()) {
            throw new IllegalArgumentException(key
                    + ": has no valid database name; allowed are ASCII letters, digits, '_', '-' and '$', 1 to 64"
                    + " characters");
        }
        return new MariaDbUrl(host, database, PARAMETERS.parse(key, matcher.group(3)));
    }

    /** The URL the driver gets, made of checked fields only. */
    @Override
    public String toString() {
        return "jdbc:mariadb://" + host + "/" + database;
    }
}
