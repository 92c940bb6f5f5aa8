package io.tidemark.alert.channel;

import io.tidemark.metric.AddressPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** Where a webhook goes. Its path is often the only secret of the receiver: only scheme, host and port are shown. */
final class WebhookAddress {

    private final URI uri;

    private WebhookAddress(URI uri) {
        this.uri = uri;
    }

    /** @throws IllegalArgumentException with one sentence that does not show the address */
    static WebhookAddress parse(String key, String text) {
        URI uri = uri(text).filter(WebhookAddress::isHttp).orElseThrow(() -> new IllegalArgumentException(
                key + " is not an http or https address such as https://hooks.example/alerts"));
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(key + " must not contain a user or password; use the setting token");
        }
        WebhookAddress address = new WebhookAddress(uri);
        address.literal().ifPresent(ip -> {
            if (AddressPolicy.forbids(ip)) {
                throw refused(key);
            }
        });
        if (AddressPolicy.forbids(address.host())) {
            throw refused(key);
        }
        return address;
    }

    URI uri() {
        return uri;
    }

    /**
     * Whether the name stands, at this moment, for an address that nobody receives alerts on.
     *
     * @throws UnknownHostException when the name is not known
     */
    boolean leadsAstray() throws UnknownHostException {
        for (InetAddress ip : InetAddress.getAllByName(host())) {
            if (AddressPolicy.forbids(ip)) {
                return true;
            }
        }
        return false;
    }

    /** Scheme, host and port: the part that may be shown. */
    @Override
    public String toString() {
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + ":" + port;
    }

    private String host() {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    private Optional<InetAddress> literal() {
        try {
            return Optional.of(InetAddress.ofLiteral(host()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
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

    private static IllegalArgumentException refused(String key) {
        return new IllegalArgumentException(
                key + " leads to a link-local, metadata or multicast address, where no receiver of alerts can be");
    }
}
