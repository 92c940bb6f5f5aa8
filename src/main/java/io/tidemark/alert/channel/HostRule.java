package io.tidemark.alert.channel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which hosts are never told anything: link-local and multicast ones, and services that hand out credentials. */
final class HostRule {

    /** Services of cloud providers that hand out credentials, beside the link-local ones. */
    private static final Set<String> METADATA = Set.of("metadata.google.internal", "metadata.goog", "100.100.100.200",
            "fd00:ec2:0:0:0:0:0:254", "fd20:ce:0:0:0:0:0:254", "168.63.129.16");

    private HostRule() {}

    /** @throws IllegalArgumentException with one sentence that does not show the host */
    static void check(String key, String host) {
        if (METADATA.contains(host) || literal(host).filter(HostRule::forbidden).isPresent()) {
            throw new IllegalArgumentException(
                    key + " leads to a link-local, metadata or multicast address, where no receiver of alerts can be");
        }
    }

    /** Why a host is not told at this moment, whatever its name stood for before; empty when it may be. */
    static Optional<String> objection(String host) {
        try {
            for (InetAddress ip : InetAddress.getAllByName(host)) {
                if (forbidden(ip)) {
                    return Optional.of("stands for a link-local or metadata address and is not told");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException _) {
            return Optional.of("is not a known host");
        }
    }

    /** In lower case, without brackets and without the dot of a full name. */
    static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        String bare = lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower;
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean forbidden(InetAddress ip) {
        return ip.isLinkLocalAddress() || ip.isMulticastAddress() || ip.isAnyLocalAddress()
                || METADATA.contains(ip.getHostAddress());
    }
}
