package io.tidemark.probe.target;

import io.tidemark.probe.target.Failure.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket as its client, used by one thread: no thread of its own, no queue, and buffers as large as its largest
 * message. Pings are answered while a message is waited for. Source: RFC 6455, 5.
 */
public final class WebSocket {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LAST = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0f;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int LARGEST_CONTROL = 125;
    private static final int LARGEST_HEAD = 14;
    private static final int MASK = 4;
    private static final int USUAL = 128;
    private static final byte[] FAREWELL = {1_000 >> 8, (byte) 1_000};

    private final String target;
    private final TimedInput in;
    private final OutputStream out;
    private final int most;
    private final SplittableRandom masks = new SplittableRandom(ThreadLocalRandom.current().nextLong());
    private byte[] frame = new byte[LARGEST_HEAD + USUAL];
    private byte[] message = new byte[USUAL];
    private int length;
    private boolean usable = true;

    /** @param most bytes of the largest message that is read */
    WebSocket(String target, Socket socket, TimedInput in, int most) throws IOException {
        this.target = target;
        this.in = in;
        this.out = socket.getOutputStream();
        this.most = most;
    }

    /** Sends a message of text. */
    public void send(byte[] text) throws IOException {
        write(TEXT, text, text.length);
    }

    /**
     * Waits for the next message; one that does not come leaves the WebSocket as it was.
     *
     * @param end when it has to be there, as {@link System#nanoTime()}
     * @return the length of {@link #message()}
     * @throws ProbeException when the server closes the WebSocket or breaks a rule, after which nothing more is read
     */
    public int receive(long end) throws IOException, ProbeException {
        return receive(end, end);
    }

    /**
     * The same.
     *
     * @param begin when it has to have begun, as {@link System#nanoTime()}
     * @param end when all of it has to be there
     */
    public int receive(long begin, long end) throws IOException, ProbeException {
        length = 0;
        boolean begun = false;
        while (true) {
            int head = first(begun, begun ? end : begin);
            int opcode = opcode(head, begun);
            int size = size(in.read(end), opcode, end);
            if (opcode >= CLOSE) {
                answer(opcode, control(size, end));
            } else {
                append(size, end);
                begun = (head & LAST) == 0;
                if (!begun) {
                    usable = true;
                    return length;
                }
            }
        }
    }

    /** The beginning of a frame; only one of another message may be late without harm. */
    private int first(boolean begun, long end) throws IOException {
        usable = false;
        try {
            return in.read(end);
        } catch (SocketTimeoutException e) {
            usable = !begun;
            throw e;
        }
    }

    /** What was received last, in an array that may be longer and is used again. */
    public byte[] message() {
        return message;
    }

    private int opcode(int head, boolean begun) throws ProbeException {
        int opcode = head & OPCODE;
        require((head & RESERVED) == 0, "sent a frame with reserved bits");
        require(opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG), "sent a frame of an unknown kind");
        require(opcode < CLOSE || (head & LAST) != 0, "sent a control frame in parts");
        require(opcode >= CLOSE || begun == (opcode == CONTINUATION), begun
                ? "began a message within another"
                : "went on with a message that had not begun");
        return opcode;
    }

    private int size(int second, int opcode, long end) throws IOException, ProbeException {
        require((second & MASKED) == 0, "sent a masked frame, which only clients do");
        long size = second & LENGTH;
        if (opcode >= CLOSE) {
            require(size <= LARGEST_CONTROL, "sent a control frame of more than 125 bytes");
        } else if (size >= TWO_BYTES) {
            size = number(size == TWO_BYTES ? Short.BYTES : Long.BYTES, end);
        }
        if (opcode < CLOSE && (size < 0 || size > most - length)) {
            throw failure(Kind.TOO_LARGE, "sent a message of more than the " + most + " bytes that are read of one");
        }
        return (int) size;
    }

    private long number(int bytes, long end) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = (number << Byte.SIZE) | in.read(end);
        }
        return number;
    }

    private void append(int size, long end) throws IOException {
        if (length + size > message.length) {
            message = Arrays.copyOf(message, Math.min(most, Math.max(2 * message.length, length + size)));
        }
        in.read(message, length, size, end);
        length += size;
    }

    private byte[] control(int size, long end) throws IOException {
        byte[] payload = new byte[size];
        in.read(payload, 0, size, end);
        return payload;
    }

    private void answer(int opcode, byte[] payload) throws IOException, ProbeException {
        if (opcode == PING) {
            write(PONG, payload, payload.length);
        } else if (opcode == CLOSE) {
            write(CLOSE, payload, Math.min(payload.length, Short.BYTES));
            usable = false;
            throw failure(Kind.CLOSED, "closed the WebSocket " + reason(payload));
        }
    }

    /** RFC 6455, 7.4.1, and what IANA has added. */
    private static String reason(byte[] payload) {
        if (payload.length < Short.BYTES) {
            return "without a code";
        }
        int code = ((payload[0] & 0xff) << Byte.SIZE) | (payload[1] & 0xff);
        String meaning = switch (code) {
            case 1_000 -> " (normal)";
            case 1_001 -> " (going away)";
            case 1_002 -> " (protocol error)";
            case 1_003 -> " (unsupported data)";
            case 1_007 -> " (invalid data)";
            case 1_008 -> " (policy violation)";
            case 1_009 -> " (message too big)";
            case 1_011 -> " (internal error)";
            case 1_012 -> " (restart)";
            case 1_013 -> " (try again later)";
            default -> "";
        };
        return "with code " + code + meaning;
    }

    private void write(int opcode, byte[] payload, int size) throws IOException {
        if (frame.length < LARGEST_HEAD + size) {
            frame = new byte[LARGEST_HEAD + size];
        }
        int at = head(opcode, size);
        int mask = masks.nextInt();
        for (int i = 0; i < MASK; i++) {
            frame[at + i] = (byte) (mask >>> (Byte.SIZE * (MASK - 1 - i)));
        }
        for (int i = 0; i < size; i++) {
            frame[at + MASK + i] = (byte) (payload[i] ^ frame[at + (i % MASK)]);
        }
        usable = false;
        out.write(frame, 0, at + MASK + size);
        usable = true;
    }

    private int head(int opcode, int size) {
        frame[0] = (byte) (LAST | opcode);
        if (size < TWO_BYTES) {
            frame[1] = (byte) (MASKED | size);
            return 2;
        }
        int bytes = size > 0xffff ? Long.BYTES : Short.BYTES;
        frame[1] = (byte) (MASKED | (bytes == Short.BYTES ? TWO_BYTES : TWO_BYTES + 1));
        for (int i = 0; i < bytes; i++) {
            frame[2 + i] = (byte) ((long) size >>> (Byte.SIZE * (bytes - 1 - i)));
        }
        return 2 + bytes;
    }

    /** Whether a message may be sent and received; not once one was cut off in the middle. */
    boolean isUsable() {
        return usable;
    }

    /** Tells the server that this was all, without waiting for an answer. */
    void sayFarewell() {
        try {
            if (usable) {
                write(CLOSE, FAREWELL, FAREWELL.length);
            }
        } catch (IOException _) {
            // It has gone, which is what was to be said.
        }
        usable = false;
    }

    private void require(boolean holds, String otherwise) throws ProbeException {
        if (!holds) {
            throw failure(Kind.PROTOCOL, otherwise);
        }
    }

    private ProbeException failure(Kind kind, String what) {
        return new ProbeException(new Failure(kind, target + " " + what), null);
    }
}
