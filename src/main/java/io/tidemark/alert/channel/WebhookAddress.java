package io.tidemark.alert.channel;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a webhook goes. Its path is often the only secret of the receiver: only scheme, host and port are shown. */
final class WebhookAddress {

    /** Services of cloud providers that hand out credentials, beside the link-local ones. */
    private static final Set<String> METADATA = Set.of("metadata.google.internal", "metadata.goog", "100.100.100.200",
            "fd00:ec2:0:0:0:0:0:254", "fd20:ce:0:0:0:0:0:254", "168.63.129.16");

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
            if (forbidden(ip)) {
                throw refused(key);
            }
        });
        if (METADATA.contains(address.host())) {
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
            if (forbidden(ip)) {
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

    private static boolean forbidden(InetAddress ip) {
        return ip.isLinkLocalAddress() || ip.isMulticastAddress() || ip.isAnyLocalAddress()
                || METADATA.contains(ip.getHostAddress());
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
