package io.tidemark.probe.target;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a server listens; IPv6 addresses in brackets. */
record Host(String name, int port) {

    private static final Pattern FORM = Pattern.compile(
            "(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9_][A-Za-z0-9_.-]{0,252})(?::([0-9]{1,5}))?");

    /** @param key where the URL stands, for the message; the URL itself is never shown, it may hold a secret */
    static Host parse(String key, String authority, int defaultPort) {
        if (authority.contains("@")) {
            throw new IllegalArgumentException(
                    key + ": a user or password must not stand in the URL; use the keys username and password");
        }
        if (authority.contains(",")) {
            throw new IllegalArgumentException(
                    key + ": names several hosts; one target is one host, so configure a target for each");
        }
        Matcher matcher = FORM.matcher(authority);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(key
                    + ": has no valid host; allowed is a host name, an IPv4 address or an IPv6 address in brackets,"
                    + " then optionally ':' and a port");
        }
        int port = matcher.group(2) == null ? defaultPort : Integer.parseInt(matcher.group(2));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(key + ": the port must be 1 to 65535, got " + port);
        }
        return new Host(matcher.group(1), port);
    }

    @Override
    public String toString() {
        return name + ":" + port;
    }
}
