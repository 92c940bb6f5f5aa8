package io.tidemark.probe.target;

import io.tidemark.metric.AddressPolicy;
import io.tidemark.probe.target.Failure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up names within a deadline: a resolver that does not answer holds up a thread of its own, one for each name. The
 * JVM remembers names for half a minute, so that a look-up may take no time.
 */
final class NameLookup {

    private final Map<String, FutureTask<InetAddress[]>> going = new ConcurrentHashMap<>();
    private final Resolver resolver;

    /** Knows the addresses of a name. */
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    NameLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /** @throws UnknownHostException also when it takes too long, or the name may not be connected to; see its cause */
    List<InetAddress> addresses(String host, Duration limit) throws UnknownHostException {
        if (AddressPolicy.forbids(host)) {
            throw because(new ProbeException(
                    new Failure(Kind.FORBIDDEN, host + " hands out credentials, and is not probed"), null));
        }
        try {
            return List.of(lookup(host).get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            throw because(new SocketTimeoutException("the name was not found within the deadline"));
        } catch (ExecutionException e) {
            throw because(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw because(e);
        }
    }

    private static UnknownHostException because(Throwable cause) {
        UnknownHostException failure = new UnknownHostException(cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    private FutureTask<InetAddress[]> lookup(String host) {
        // One that has ended may not be gone yet, and what it found is of the past.
        return going.compute(host, (_, known) -> known == null || known.isDone() ? begin(host) : known);
    }

    private FutureTask<InetAddress[]> begin(String host) {
        FutureTask<InetAddress[]> task = new FutureTask<>(() -> resolver.addresses(host)) {
            @Override
            protected void done() {
                going.remove(host, this);
            }
        };
        Thread.ofPlatform().daemon().name("probe-lookup").start(task);
        return task;
    }

    /** The address that an IP address written as a host is; empty for a name. */
    static List<InetAddress> literal(String host) {
        try {
            return List.of(InetAddress.ofLiteral(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    /** Refuses all of them when one may not be connected to: a name must not be a way there every second time. */
    static List<InetAddress> checked(List<InetAddress> addresses, HttpSockets sockets) throws UnknownHostException {
        for (InetAddress address : addresses) {
            try {
                sockets.check(address);
            } catch (IOException e) {
                throw because(e);
            }
        }
        return addresses;
    }
}
