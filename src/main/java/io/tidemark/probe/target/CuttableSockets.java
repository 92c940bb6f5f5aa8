package io.tidemark.probe.target;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the socket of the connection a thread has just made. MariaDB's driver makes a further connection to cut one
 * that is busy, and on a frozen server waits for that one too; closing the socket never waits.
 *
 * <p>Public because the driver makes it by its name.
 */
public final class CuttableSockets extends SocketFactory {

    private static final ThreadLocal<@Nullable Socket> NEWEST = new ThreadLocal<>();

    /** The socket this thread made last, which is forgotten here. */
    static @Nullable Socket takeNewest() {
        Socket newest = NEWEST.get();
        NEWEST.remove();
        return newest;
    }

    @Override
    public Socket createSocket() {
        Socket socket = new Socket();
        NEWEST.set(socket);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }
}
