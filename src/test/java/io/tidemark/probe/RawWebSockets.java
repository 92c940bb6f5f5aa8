package io.tidemark.probe;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers that agree to a WebSocket and then do to it what they are told, however rude. */
final class RawWebSockets {

    static final int TEXT = 0x81;
    static final int BEGINNING = 0x01;
    static final int END = 0x80;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)\r\n");
    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private RawWebSockets() {}

    /** One WebSocket, seen from the server. */
    record Talk(Socket visitor, CountDownLatch end) {

        /** The next message of the client. */
        byte[] read() throws IOException {
            DataInputStream in = new DataInputStream(visitor.getInputStream());
            int opcode = in.readUnsignedByte() & 0xf;
            int length = in.readUnsignedByte() & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            if (opcode == 8) {
                throw new EOFException();
            }
            return payload;
        }

        /** @param head first byte of the frame */
        void send(int head, byte[] payload) throws IOException {
            OutputStream out = visitor.getOutputStream();
            byte[] frame = new byte[4 + payload.length];
            frame[0] = (byte) head;
            frame[1] = 126;
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
            System.arraycopy(payload, 0, frame, 4, payload.length);
            boolean small = payload.length < 126;
            if (small) {
                frame[2] = frame[0];
                frame[3] = (byte) payload.length;
            }
            out.write(frame, small ? 2 : 0, frame.length - (small ? 2 : 0));
        }

        void raw(int... bytes) throws IOException {
            for (int one : bytes) {
                visitor.getOutputStream().write(one);
            }
        }

        void echo() throws IOException {
            send(TEXT, read());
        }
    }

    /** What is done once the server has agreed; the connection is closed afterwards. */
    interface Manners {
        void talk(Talk talk) throws Exception;
    }

    static RawServer agreeing(Manners manners) throws IOException {
        return agreeing("", manners);
    }

    /** @param headers further ones of the answer, each with its end of line */
    static RawServer agreeing(String headers, Manners manners) throws IOException {
        return new RawServer((visitor, end) -> {
            RawServer.say(visitor, agreement(accepted(request(visitor)), headers));
            manners.talk(new Talk(visitor, end));
        });
    }

    /** Does it to the first message, and waits until the client hangs up. */
    static Manners once(Manners manners) {
        return talk -> {
            talk.read();
            manners.talk(talk);
            talk.visitor().getInputStream().transferTo(OutputStream.nullOutputStream());
        };
    }

    /** Does the same to every message, for ever. */
    static RawServer answering(Manners manners) throws IOException {
        return agreeing(talk -> {
            while (true) {
                manners.talk(talk);
            }
        });
    }

    static String agreement(String accepted, String headers) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accepted + "\r\n" + headers + "\r\n";
    }

    static String request(Socket visitor) throws IOException {
        InputStream in = visitor.getInputStream();
        StringBuilder request = new StringBuilder();
        while (!request.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            request.append((char) next);
        }
        return request.toString();
    }

    static String accepted(String request) throws NoSuchAlgorithmException {
        Matcher key = KEY.matcher(request);
        if (!key.find()) {
            throw new IllegalArgumentException("no key in " + request);
        }
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((key.group(1) + SALT).getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(hash);
    }

    static TargetSettings target(RawServer server) {
        return target("ws://localhost:" + server.port());
    }

    /** @param longest to wait for an answer */
    static TargetSettings target(RawServer server, Duration longest) {
        return RawServer.patient(target(server), longest);
    }

    static TargetSettings target(String url) {
        return new TargetSettings(url, null, null, false, null, null, null);
    }
}
