package io.tidemark.alert.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Upgrades a connection to TLS as a mail server does (RFC 3207), and hands on to a mail server what is said then. */
final class StarttlsFront implements AutoCloseable {

    private final ServerSocket server;
    private final SSLContext keys;
    private final int behind;
    private final List<String> inTheOpen = new CopyOnWriteArrayList<>();

    StarttlsFront(SSLContext keys, int behind) throws IOException {
        this.keys = keys;
        this.behind = behind;
        this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What clients said before it was encrypted. */
    List<String> inTheOpen() {
        return List.copyOf(inTheOpen);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                say(client, "220 ready");
                inTheOpen.add(line(client.getInputStream()));
                say(client, "250-localhost\r\n250 STARTTLS");
                inTheOpen.add(line(client.getInputStream()));
                say(client, "220 go ahead");
                relay(client);
            } catch (IOException _) {
                // The client does not trust us, or has gone.
            }
        }
    }

    private void relay(Socket client) throws IOException {
        try (SSLSocket tls = (SSLSocket) keys.getSocketFactory().createSocket(client, null, client.getPort(), false);
                Socket mail = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            tls.setUseClientMode(false);
            tls.startHandshake();
            line(mail.getInputStream());
            Thread answers = Thread.ofVirtual().start(() -> pump(mail, tls));
            tls.getInputStream().transferTo(mail.getOutputStream());
            mail.shutdownOutput();
            answers.interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One of them has gone.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static void say(Socket socket, String lines) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((lines + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
