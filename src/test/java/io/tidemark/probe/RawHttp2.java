package io.tidemark.probe;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Speaks just enough HTTP/2 to answer each request with an empty 200, or to reset its stream. Source: RFC 9113. */
public final class RawHttp2 implements AutoCloseable {

    /** The code of a reset that is none. */
    public static final int ANSWER = 0;
    public static final int INTERNAL_ERROR = 2;
    public static final int REFUSED_STREAM = 7;

    private static final int PREFACE = 24;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int ACKNOWLEDGED = 1;
    private static final int END_OF_ALL = 5;
    /** `:status: 200` in HPACK's table (RFC 7541). */
    private static final byte[] OK = {(byte) 0x88};

    private final RawServer server;
    private final AtomicInteger requests = new AtomicInteger();

    /** @param code of the reset for a request, by its number from 1 on over all connections */
    public RawHttp2(SSLContext tls, IntUnaryOperator code) throws IOException {
        server = new RawServer((visitor, _) -> {
            try (SSLSocket socket = encrypted(tls, visitor)) {
                talk(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()),
                        code);
            }
        });
    }

    private static SSLSocket encrypted(SSLContext tls, Socket visitor) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(visitor, null, visitor.getPort(), true);
        socket.setUseClientMode(false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[]{"h2"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    private void talk(DataInputStream in, DataOutputStream out, IntUnaryOperator code) throws IOException {
        in.skipNBytes(PREFACE);
        frame(out, SETTINGS, 0, 0, new byte[0]);
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            in.skipNBytes(length);
            if (type == SETTINGS && flags != ACKNOWLEDGED) {
                frame(out, SETTINGS, ACKNOWLEDGED, 0, new byte[0]);
            } else if (type == HEADERS) {
                answer(out, stream, code.applyAsInt(requests.incrementAndGet()));
            }
        }
    }

    private static void answer(DataOutputStream out, int stream, int code) throws IOException {
        if (code == ANSWER) {
            frame(out, HEADERS, END_OF_ALL, stream, OK);
        } else {
            frame(out, RESET, 0, stream, new byte[]{0, 0, 0, (byte) code});
        }
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] content)
            throws IOException {
        out.writeByte(0);
        out.writeShort(content.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(content);
        out.flush();
    }

    /** How many were asked so far. */
    public int requests() {
        return requests.get();
    }

    public String url() {
        return "https://localhost:" + server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
