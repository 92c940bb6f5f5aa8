package io.tidemark.metric;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
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
    /** NAT64 (RFC 6052, 8215) and IPv4-compatible (RFC 4291): the last four bytes are an IPv4 address. */
    private static final Network LOCAL_NAT64 = new Network("64:ff9b:1::", 48);
    private static final List<Network> AT_THE_END = List.of(new Network("64:ff9b::", 96), LOCAL_NAT64,
            new Network("::", 96));
    /** 6to4, where the IPv4 address comes right after it (RFC 3056). */
    private static final Network SIX_TO_FOUR = new Network("2002::", 16);
    /**
     * What is not the public network beside what Java knows of (RFC 6890): "this network", what providers share, protocol
     * assignments and measurements between networks; of IPv6 local addresses and local translation, which may lead anywhere.
     */
    private static final List<Network> PRIVATE = List.of(new Network("0.0.0.0", 8), new Network("100.64.0.0", 10),
            new Network("192.0.0.0", 24), new Network("198.18.0.0", 15), new Network("fc00::", 7), LOCAL_NAT64);

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

    /** Whether it is this machine or in a network that is not the public one. */
    public static boolean isPrivate(InetAddress address) {
        InetAddress meant = meant(address);
        return meant.isLoopbackAddress() || meant.isSiteLocalAddress()
                || PRIVATE.stream().anyMatch(one -> one.contains(meant) || one.contains(address));
    }

    /** The IPv4 address that an IPv6 address stands for, if it is one of those. */
    private static InetAddress meant(InetAddress address) {
        if (!(address instanceof Inet6Address) || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return address;
        }
        if (SIX_TO_FOUR.contains(address)) {
            return ipv4(address.getAddress(), 2);
        }
        return AT_THE_END.stream().anyMatch(one -> one.contains(address))
                ? ipv4(address.getAddress(), 12)
                : address;
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Addresses that begin with the same bits. */
    private static final class Network {

        private final byte[] start;
        private final int bits;

        Network(String start, int bits) {
            this.start = InetAddress.ofLiteral(start).getAddress();
            this.bits = bits;
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            int whole = bits / Byte.SIZE;
            int mask = (0xff00 >> (bits % Byte.SIZE)) & 0xff;
            return bytes.length == start.length && Arrays.equals(bytes, 0, whole, start, 0, whole)
                    && ((bytes[whole] ^ start[whole]) & mask) == 0;
        }
    }
}
