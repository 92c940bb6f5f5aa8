package io.tidemark;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Says at once that there is no host below `.invalid`, as RFC 6761 has it, wherever tests run: the resolver of the machine
 * may take its time, or may not be there. It is asked for all the others.
 */
public final class InvalidNames extends InetAddressResolverProvider {

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new Sparing(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "invalid names";
    }

    private record Sparing(InetAddressResolver usual) implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            if (host.endsWith(".invalid")) {
                throw new UnknownHostException(host);
            }
            return usual.lookupByName(host, policy);
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return usual.lookupByAddress(address);
        }
    }
}
