package io.tidemark.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address that takes no connection and refuses none: who connects waits, because all places there are taken. */
public final class BlackHole implements AutoCloseable {

    private static final int PATIENCE = 200;

    private final ServerSocket server;
    private final List<Socket> places = new ArrayList<>();

    /** @param port 0 for any */
    public BlackHole(InetAddress address, int port) throws IOException {
        server = new ServerSocket(port, 1, address);
        while (take()) {
            // Until nobody else gets in.
        }
    }

    private boolean take() throws IOException {
        Socket place = new Socket();
        places.add(place);
        try {
            place.connect(server.getLocalSocketAddress(), PATIENCE);
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket place : places) {
            place.close();
        }
        server.close();
    }
}
