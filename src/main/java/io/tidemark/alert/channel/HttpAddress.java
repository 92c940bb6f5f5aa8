package io.tidemark.alert.channel;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Where messages are posted. The path is often the only secret of the receiver: only scheme, host and port are shown. */
final class HttpAddress {

    private final URI uri;

    private HttpAddress(URI uri) {
        this.uri = uri;
    }

    /** @throws IllegalArgumentException with one sentence that does not show the address */
    static HttpAddress parse(String key, String text) {
        URI uri = uri(text).filter(HttpAddress::isHttp).orElseThrow(() -> new IllegalArgumentException(
                key + " is not an http or https address such as https://hooks.example/alerts"));
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(key + " must not contain a user or password; use the setting token");
        }
        HttpAddress address = new HttpAddress(uri);
        HostRule.check(key, address.host());
        return address;
    }

    URI uri() {
        return uri;
    }

    /** The same server, another path below this one's. */
    HttpAddress below(String path) {
        return new HttpAddress(URI.create(uri.toString().replaceFirst("/+$", "") + path));
    }

    String host() {
        return HostRule.bare(uri.getHost());
    }

    /** Scheme, host and port: the part that may be shown. */
    @Override
    public String toString() {
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + ":" + port;
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null && uri.getPort() <= 65_535
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
