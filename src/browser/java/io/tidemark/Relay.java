package io.tidemark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a browser and the service, and can be cut: every connection of that moment breaks. */
final class Relay implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;

    Relay(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    String base() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Later connections go there. */
    void to(int port) {
        target = port;
    }

    void cut() {
        open.forEach(Relay::end);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> join(client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void join(Socket client) {
        open.add(client);
        try (Socket service = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(service);
            Thread back = Thread.ofVirtual().start(() -> pass(service, client));
            pass(client, service);
            back.join();
            open.remove(service);
        } catch (IOException _) {
            // Nobody listens: the browser is told in the same way.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            end(client);
            open.remove(client);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // Cut.
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
