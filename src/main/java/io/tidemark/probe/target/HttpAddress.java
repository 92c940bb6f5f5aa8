package io.tidemark.probe.target;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The URL of an HTTP endpoint as its fields; nothing else of what was written is used.
 *
 * @param path what the paths of requests are put behind; empty or beginning with a slash
 */
record HttpAddress(boolean encrypted, Host host, String path) {

    static final String ALLOWED = "http://host[:port][/path] or https://…";

    private static final Pattern FORM = Pattern.compile("http(s?)://([^/?#]*)([^?#]*)");
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9._~%!$&'()*+,;=:@-]*){0,50}");

    static HttpAddress parse(String key, String url) {
        if (url.contains("?") || url.contains("#")) {
            throw new IllegalArgumentException(key + ": takes no parameters, they belong into the path of a probe's"
                    + " request; allowed is " + ALLOWED);
        }
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches() || !PATH.matcher(matcher.group(3)).matches()) {
            throw new IllegalArgumentException(key + ": is not understood; allowed is " + ALLOWED);
        }
        boolean encrypted = !matcher.group(1).isEmpty();
        HttpAddress address = new HttpAddress(encrypted, Host.parse(key, matcher.group(2), encrypted ? 443 : 80),
                withoutSlash(matcher.group(3)));
        if (address.root().isEmpty()) {
            throw new IllegalArgumentException(key + ": has no valid host; allowed is " + ALLOWED);
        }
        return address;
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
        return (encrypted ? "https://" : "http://") + host + path;
    }
}
