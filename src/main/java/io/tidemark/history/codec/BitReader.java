package io.tidemark.history.codec;

import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;

/** Reads what {@link BitWriter} wrote, from a part of an array. Bytes that end too soon are damaged ones. */
final class BitReader {

    /** More are read in two parts. */
    private static final int MOST_BITS = 56;

    private final byte[] data;
    private final int end;
    private int at;
    /** What comes next, in the highest bits. */
    private long window;
    private int valid;

    BitReader(byte[] data, int from, int end) {
        this.data = data;
        this.at = from;
        this.end = end;
    }

    /** @param bits 0 to 64 */
    long read(int bits) {
        if (bits > MOST_BITS) {
            long high = read(bits - Integer.SIZE);
            return (high << Integer.SIZE) | read(Integer.SIZE);
        }
        if (valid < bits) {
            fill(bits);
        }
        // A shift by 64 would be one by 0.
        long value = (window >>> 1) >>> (Long.SIZE - 1 - bits);
        window <<= bits;
        valid -= bits;
        return value;
    }

    /** How many zeros stand before the next one, which is read too; stops at so many zeros, at most 32. */
    int zeros(int most) {
        fillUp();
        int zeros = Long.numberOfLeadingZeros(window);
        int bits = zeros < most ? zeros + 1 : most;
        if (bits > valid) {
            throw endsTooSoon();
        }
        window <<= bits;
        valid -= bits;
        return Math.min(zeros, most);
    }

    /** Reads what {@link BitWriter#number} wrote. */
    long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            long next = read(Byte.SIZE);
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged("a number of more than ten bytes");
    }

    long signed() {
        return ZigZag.decode(number());
    }

    /** A reader of so many of the next bytes, which this one steps over; only between whole bytes. */
    BitReader part(long length) {
        int from = at - valid / Byte.SIZE;
        if (length < 0 || length > end - from) {
            throw damaged("a part of " + length + " bytes where " + (end - from) + " are left");
        }
        at = from + (int) length;
        window = 0;
        valid = 0;
        return new BitReader(data, from, at);
    }

    /** What is read ahead, in the highest of its bits; for a reader that goes on with it by itself. */
    long window() {
        return window;
    }

    /** How many bits of the window there are. */
    int valid() {
        return valid;
    }

    /** Goes on where that reader ended. */
    void resume(long windowThen, int validThen) {
        window = windowThen;
        valid = validThen;
    }

    static UncheckedIOException damaged(String how) {
        return new UncheckedIOException(new StreamCorruptedException("a damaged block: " + how));
    }

    private void fill(int bits) {
        fillUp();
        if (valid < bits) {
            throw endsTooSoon();
        }
    }

    /** Reads ahead what there is room for. */
    void fillUp() {
        int from = at;
        int free = MOST_BITS - valid;
        long filled = window;
        while (free >= 0 && from < end) {
            filled |= (data[from++] & 0xFFL) << free;
            free -= Byte.SIZE;
        }
        window = filled;
        valid = MOST_BITS - free;
        at = from;
    }

    private UncheckedIOException endsTooSoon() {
        return damaged("it ends too soon, after " + end + " bytes");
    }
}
