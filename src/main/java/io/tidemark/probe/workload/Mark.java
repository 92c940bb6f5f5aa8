package io.tidemark.probe.workload;

import java.nio.charset.StandardCharsets;

/** Of which run, stream and turn a message is: text of a fixed length, written and read without garbage. */
final class Mark {

    private static final byte[] SIGN = "tidemark-".getBytes(StandardCharsets.US_ASCII);
    private static final int RUN = 16;
    private static final int STREAM = 6;
    private static final int NUMBER = 8;
    private static final int RADIX = 16;
    private static final int BITS = 4;

    static final int LENGTH = SIGN.length + RUN + 1 + STREAM + 1 + NUMBER;

    private long run;
    private long stream;
    private long number;

    static void write(byte[] into, int at, long run, int stream, long number) {
        System.arraycopy(SIGN, 0, into, at, SIGN.length);
        int next = digits(into, at + SIGN.length, RUN, run);
        into[next] = '-';
        next = digits(into, next + 1, STREAM, stream);
        into[next] = '-';
        digits(into, next + 1, NUMBER, number);
    }

    private static int digits(byte[] into, int at, int count, long value) {
        for (int i = 0; i < count; i++) {
            into[at + i] = (byte) Character.forDigit((int) (value >>> (BITS * (count - 1 - i))) & (RADIX - 1), RADIX);
        }
        return at + count;
    }

    /** Reads the first mark of a message; false when there is none. */
    boolean read(byte[] text, int length) {
        for (int at = 0; at + LENGTH <= length; at++) {
            if (text[at] == SIGN[0] && isSign(text, at) && readDigits(text, at + SIGN.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSign(byte[] text, int at) {
        for (int i = 0; i < SIGN.length; i++) {
            if (text[at + i] != SIGN[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean readDigits(byte[] text, int at) {
        int streamAt = at + RUN + 1;
        int numberAt = streamAt + STREAM + 1;
        if (text[streamAt - 1] != '-' || text[numberAt - 1] != '-' || !areDigits(text, at, RUN)
                || !areDigits(text, streamAt, STREAM) || !areDigits(text, numberAt, NUMBER)) {
            return false;
        }
        run = value(text, at, RUN);
        stream = value(text, streamAt, STREAM);
        number = value(text, numberAt, NUMBER);
        return true;
    }

    /** As they are written: in lower case. */
    private static boolean areDigits(byte[] text, int at, int count) {
        for (int i = at; i < at + count; i++) {
            if ((text[i] < '0' || text[i] > '9') && (text[i] < 'a' || text[i] > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long value(byte[] text, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = (value << BITS) | Character.digit(text[i], RADIX);
        }
        return value;
    }

    long run() {
        return run;
    }

    long stream() {
        return stream;
    }

    long number() {
        return number;
    }
}
