package io.tidemark.metric;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Where nothing of ours may connect to, whoever asks for it: link-local and multicast addresses, and the services of
 * cloud providers that hand out credentials. To be asked for each address a name resolves to, when it is connected to.
 */
public final class AddressPolicy {

    /** Services that hand out credentials, beside the link-local ones. */
    private static final Set<String> METADATA = Set.of("metadata.google.internal", "metadata.goog", "100.100.100.200",
            "fd00:ec2:0:0:0:0:0:254", "fd20:ce:0:0:0:0:0:254", "168.63.129.16");
    /** Prefixes of IPv6 addresses that stand for an IPv4 address: NAT64 (RFC 6052) and IPv4-compatible (RFC 4291). */
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] COMPATIBLE = new byte[12];
    /** 6to4, where the IPv4 address comes right after it (RFC 3056). */
    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

    private AddressPolicy() {}

    /** Whether it is the name of a service that hands out credentials. */
    public static boolean forbids(String host) {
        return METADATA.contains(host.toLowerCase(Locale.ROOT));
    }

    /** Whether nothing may ever connect to it. */
    public static boolean forbids(InetAddress address) {
        InetAddress meant = meant(address);
        return meant.isLinkLocalAddress() || meant.isMulticastAddress() || meant.isAnyLocalAddress()
                || METADATA.contains(meant.getHostAddress());
    }

    /** Whether it is this machine or in a network that is not the public one (RFC 1918, RFC 4193, RFC 6598). */
    public static boolean isPrivate(InetAddress address) {
        InetAddress meant = meant(address);
        byte[] bytes = meant.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        return meant.isLoopbackAddress() || meant.isSiteLocalAddress() || uniqueLocal || shared;
    }

    /** The IPv4 address that an IPv6 address stands for, if it is one of those. */
    private static InetAddress meant(InetAddress address) {
        if (!(address instanceof Inet6Address) || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return address;
        }
        byte[] bytes = address.getAddress();
        if (startsWith(bytes, SIX_TO_FOUR)) {
            return ipv4(bytes, 2);
        }
        return startsWith(bytes, NAT64) || startsWith(bytes, COMPATIBLE) ? ipv4(bytes, 12) : address;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
