package io.tidemark.alert.channel;

import io.tidemark.metric.AddressPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** Which hosts are never told anything: link-local and multicast ones, and services that hand out credentials. */
final class HostRule {

    private HostRule() {}

    /** @throws IllegalArgumentException with one sentence that does not show the host */
    static void check(String key, String host) {
        if (AddressPolicy.forbids(host) || literal(host).filter(AddressPolicy::forbids).isPresent()) {
            throw new IllegalArgumentException(
                    key + " leads to a link-local, metadata or multicast address, where no receiver of alerts can be");
        }
    }

    /** Why a host is not told at this moment, whatever its name stood for before; empty when it may be. */
    static Optional<String> objection(String host) {
        try {
            for (InetAddress ip : InetAddress.getAllByName(host)) {
                if (AddressPolicy.forbids(ip)) {
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
}
