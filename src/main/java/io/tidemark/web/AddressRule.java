package io.tidemark.web;

import java.net.InetAddress;
import java.util.Locale;

import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;

/** Nobody opens the service to a network by accident: listening beyond this machine takes a token or open reads. */
final class AddressRule {

    /** @throws AccessException when strangers could come in, or could pass for local */
    AddressRule(ServerProperties server, ApiSettings api) {
        InetAddress address = server.getAddress();
        boolean loopback = address != null && address.isLoopbackAddress();
        if (!loopback && api.token() == null && !api.openReads()) {
            throw new AccessException("server.address is " + (address == null
                    ? "not set, which means every address"
                    : "'" + address.getHostAddress() + "', which other machines reach")
                    + ": set tidemark.api.token, or tidemark.api.open-reads to let everyone read, or use 127.0.0.1");
        }
        ForwardHeadersStrategy strategy = server.getForwardHeadersStrategy();
        if (strategy != null && strategy != ForwardHeadersStrategy.NONE) {
            throw new AccessException("server.forward-headers-strategy is '" + strategy.name().toLowerCase(Locale.ROOT)
                    + "': only 'none' is allowed, because forwarded headers would let a stranger pass for local");
        }
    }
}
