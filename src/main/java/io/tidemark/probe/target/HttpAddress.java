package io.tidemark.probe.target;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The URL of an HTTP or WebSocket endpoint as its fields; nothing else of what was written is used.
 *
 * @param scheme `http` or `ws`, of which both have an encrypted form
 * @param path what the paths of requests are put behind; empty or beginning with a slash
 */
record HttpAddress(String scheme, boolean encrypted, Host host, String path) {

    static final String ALLOWED = "http://host[:port][/path], https://…, ws://… or wss://…";

    private static final Pattern FORM = Pattern.compile("(http|ws)(s?)://([^/?#]*)([^?#]*)");
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9._~%!$&'()*+,;=:@-]*){0,50}");

    static HttpAddress parse(String key, String url) {
        if (url.contains("?") || url.contains("#")) {
            throw new IllegalArgumentException(key + ": takes no parameters, they belong into the path of a probe's"
                    + " request; allowed is " + ALLOWED);
        }
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches() || !PATH.matcher(matcher.group(4)).matches()) {
            throw new IllegalArgumentException(key + ": is not understood; allowed is " + ALLOWED);
        }
        boolean encrypted = !matcher.group(2).isEmpty();
        HttpAddress address = new HttpAddress(matcher.group(1), encrypted,
                Host.parse(key, matcher.group(3), encrypted ? 443 : 80), withoutSlash(matcher.group(4)));
        if (address.root().isEmpty()) {
            throw new IllegalArgumentException(key + ": has no valid host; allowed is " + ALLOWED);
        }
        return address;
    }

    /** Whether WebSockets are spoken there. */
    boolean isWebSocket() {
        return scheme.equals("ws");
    }

    /** Scheme, host and port as the client takes them; empty when it does not. */
    Optional<HttpUrl> root() {
        return Optional.ofNullable(HttpUrl.parse((encrypted ? "https://" : "http://") + host));
    }

    private static String withoutSlash(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    @Override
    public String toString() {
        return scheme + (encrypted ? "s://" : "://") + host + path;
    }
}
