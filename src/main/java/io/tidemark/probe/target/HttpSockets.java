package io.tidemark.probe.target;

import io.tidemark.metric.AddressPolicy;
import io.tidemark.probe.target.Failure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one session. The first is connected ahead, so that a session is a connection as elsewhere; each looks
 * at the address once more when it connects, and all can be closed at once without waiting for anything.
 */
final class HttpSockets extends SocketFactory {

    private final String target;
    private final List<Socket> made = new ArrayList<>();
    private final AtomicLong received = new AtomicLong();
    private @Nullable Socket ahead;
    private @Nullable InetAddress best;
    private boolean elsewhere;
    private boolean cut;

    HttpSockets(String target) {
        this.target = target;
    }

    /**
     * Connects to the first address that takes it, for whoever asks for a socket next. Each may take half of the time that
     * is left, so that the others have their chance when it does not answer, and the last one all of it.
     *
     * @param end when there has to be a connection, as {@link System#nanoTime()}
     */
    void connectAhead(List<InetAddress> addresses, int port, long end) throws IOException {
        IOException failure = new SocketTimeoutException("no time is left to connect");
        int untried = addresses.size();
        for (InetAddress address : addresses) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            untried--;
            Socket socket = createSocket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), millis(untried == 0 ? left : left / 2));
                ready(socket);
                return;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
    }

    /** 0 would be for ever. */
    private static int millis(long nanos) {
        return Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(nanos)) + 1;
    }

    private synchronized void ready(Socket socket) {
        ahead = socket;
    }

    /** The address there is a connection to that nobody has asked for yet. */
    synchronized @Nullable InetAddress ahead() {
        return ahead == null ? null : ahead.getInetAddress();
    }

    /** The same, the one that has answered before in front: another one may take all the time there is. */
    synchronized List<InetAddress> bestFirst(List<InetAddress> addresses) {
        if (best == null || !addresses.contains(best)) {
            return addresses;
        }
        List<InetAddress> sorted = new ArrayList<>(addresses);
        sorted.remove(best);
        sorted.addFirst(best);
        return sorted;
    }

    private synchronized void answered(InetAddress address) {
        if (!elsewhere) {
            best = address;
        }
    }

    /** Bytes that have come over all of them. */
    long received() {
        return received.get();
    }

    /** Whether the host is another one than the target's, which may only be a public one. */
    synchronized void elsewhere(boolean elsewhere) {
        this.elsewhere = elsewhere;
    }

    synchronized boolean isElsewhere() {
        return elsewhere;
    }

    @Override
    public synchronized Socket createSocket() throws IOException {
        if (cut) {
            throw new SocketException("the connection was cut");
        }
        Socket next = ahead;
        ahead = null;
        if (next == null) {
            next = new Guarded();
            made.removeIf(Socket::isClosed);
            made.add(next);
        }
        return next;
    }

    synchronized boolean isCut() {
        return cut;
    }

    /** Closes what is open, and lets nothing be opened any more. */
    void cut() {
        for (Socket socket : takeAll()) {
            close(socket);
        }
    }

    /** Gives up the connection that was made ahead. */
    void forgetAhead() {
        Socket unused = takeAhead();
        if (unused != null) {
            close(unused);
        }
    }

    private synchronized @Nullable Socket takeAhead() {
        Socket unused = ahead;
        ahead = null;
        return unused;
    }

    private synchronized List<Socket> takeAll() {
        cut = true;
        List<Socket> all = List.copyOf(made);
        made.clear();
        return all;
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Already gone, which is what was wanted.
        }
    }

    /** @throws IOException caused by a {@link ProbeException}, when nothing of ours may connect to it */
    void check(InetAddress address) throws IOException {
        String why = AddressPolicy.forbids(address)
                ? "is link-local, multicast or hands out credentials, where nothing is probed"
                : isElsewhere() && AddressPolicy.isPrivate(address)
                        ? "is in a private network, where no redirect is followed to"
                        : null;
        if (why != null) {
            String sentence = target + " leads to " + address.getHostAddress() + ", which " + why;
            throw new IOException(sentence, new ProbeException(new Failure(Kind.FORBIDDEN, sentence), null));
        }
    }

    /** Connects once, to what is allowed and past any proxy, and counts what comes. */
    private final class Guarded extends Socket {

        Guarded() {
            super(Proxy.NO_PROXY);
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (isConnected()) {
                return;
            }
            InetAddress address = ((InetSocketAddress) endpoint).getAddress();
            if (address != null) {
                check(address);
            }
            super.connect(endpoint, timeout);
            if (address != null) {
                answered(address);
            }
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new CountedInput(super.getInputStream(), received);
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("the client connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("the client connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("the client connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("the client connects by itself");
    }
}
