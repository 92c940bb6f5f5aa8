package io.tidemark.probe.target;

import io.tidemark.metric.Secret;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Makes targets from what people configure. */
public final class Targets {

    private static final String ALLOWED = PostgresUrl.ALLOWED + ", " + MariaDbUrl.ALLOWED + ", "
            + RedisUrl.ALLOWED + ", " + HttpAddress.ALLOWED;
    private static final Pattern HTTP = Pattern.compile("(?:http|ws)s?:");

    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,8000}");

    private Targets() {}

    /**
     * Reads a URL into its fields; connects to nothing.
     *
     * @param key where the URL stands, for messages, which never show the URL itself
     * @throws IllegalArgumentException with one sentence, when it is not one of the allowed forms
     */
    public static Target parse(String key, String name, String url, @Nullable String username,
            @Nullable Secret password, boolean writes, Limits limits) {
        return parse(key, name, url, new Access(username, password, null, writes, limits), null);
    }

    /**
     * The same.
     *
     * @param authorities file of the certificates an HTTP or WebSocket endpoint's is to be from, instead of those that
     *        Java trusts
     */
    public static Target parse(String key, String name, String url, Access access, @Nullable Path authorities) {
        String lower = url.toLowerCase(Locale.ROOT);
        boolean isHttp = HTTP.matcher(lower).lookingAt();
        checkToken(key.replaceFirst("url$", "token"), access, isHttp);
        if (isHttp) {
            HttpAddress address = HttpAddress.parse(key, url);
            HttpTarget http = new HttpTarget(name, address, access,
                    authorities == null
                            ? HttpTrust.ofSystem()
                            : HttpTrust.of(key.replaceFirst("url$", "ca-file"), authorities));
            return address.isWebSocket() ? new WebSocketTarget(http) : http;
        }
        if (authorities != null) {
            throw new IllegalArgumentException(key.replaceFirst("url$", "ca-file")
                    + ": is for HTTP and WebSocket endpoints; databases take it as a parameter of their url");
        }
        if (lower.startsWith("jdbc:h2:")) {
            throw new IllegalArgumentException(key
                    + ": H2 is not allowed as a target, because its URL can run code; the built-in database is"
                    + " called builtin-db; allowed is " + ALLOWED);
        }
        if (lower.startsWith("jdbc:postgresql:")) {
            return new PostgresTarget(name, PostgresUrl.parse(key, url), access);
        }
        if (lower.startsWith("jdbc:mariadb:") || lower.startsWith("jdbc:mysql:")) {
            return new MariaDbTarget(name, MariaDbUrl.parse(key, url), access);
        }
        if (lower.startsWith("redis:") || lower.startsWith("rediss:")) {
            if (access.username() != null && access.password() == null) {
                throw new IllegalArgumentException(key + ": a Redis username needs a password beside it");
            }
            return new RedisTarget(name, RedisUrl.parse(key, url), access);
        }
        throw new IllegalArgumentException(key + ": the kind of target" + kind(lower) + " is unknown; allowed is "
                + ALLOWED);
    }

    private static void checkToken(String key, Access access, boolean http) {
        Secret token = access.token();
        if (token == null) {
            return;
        }
        if (!http) {
            throw new IllegalArgumentException(
                    key + ": is for http and https; elsewhere username and password log in");
        }
        if (access.username() != null || access.password() != null) {
            throw new IllegalArgumentException(key + ": leave out either it or username and password");
        }
        if (!TOKEN.matcher(token.value()).matches()) {
            throw new IllegalArgumentException(
                    key + ": must be of printable ASCII characters without spaces, 1 to 8000 of them");
        }
    }

    private static String kind(String url) {
        int end = url.startsWith("jdbc:") ? url.indexOf(':', 5) : url.indexOf(':');
        String kind = end < 0 ? "" : url.substring(0, end);
        return kind.matches("[a-z0-9:+-]{1,30}") ? " '" + kind + "'" : "";
    }
}
