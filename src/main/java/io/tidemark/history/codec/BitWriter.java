package io.tidemark.history.codec;

import java.util.Arrays;

/** Bits one after the other, the most significant first. */
final class BitWriter {

    private byte[] bytes = new byte[64];
    private int size;
    private long held;
    private int heldBits;

    /**
     * Writes the lowest bits of a number.
     *
     * @param bits 0 to 64
     */
    void write(long value, int bits) {
        if (bits > Integer.SIZE) {
            write(value >>> Integer.SIZE, bits - Integer.SIZE);
            write(value, Integer.SIZE);
            return;
        }
        held = (held << bits) | (value & ((1L << bits) - 1));
        heldBits += bits;
        while (heldBits >= Byte.SIZE) {
            heldBits -= Byte.SIZE;
            add((byte) (held >>> heldBits));
        }
    }

    /** Seven bits a byte, and one that says whether more follow. */
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            write((rest & 0x7F) | 0x80, Byte.SIZE);
            rest >>>= 7;
        }
        write(rest, Byte.SIZE);
    }

    void signed(long value) {
        number(ZigZag.encode(value));
    }

    /** Only between whole bytes. */
    void bytes(byte[] more) {
        for (byte one : more) {
            add(one);
        }
    }

    /** Everything written, filled up with zeros to a whole byte. */
    byte[] toBytes() {
        if (heldBits > 0) {
            write(0, Byte.SIZE - heldBits);
        }
        return Arrays.copyOf(bytes, size);
    }

    private void add(byte one) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = one;
    }
}
