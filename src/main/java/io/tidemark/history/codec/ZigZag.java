package io.tidemark.history.codec;

/** Signed numbers as unsigned ones, small in either direction as small ones: 0, -1, 1, -2 as 0, 1, 2, 3. */
final class ZigZag {

    private ZigZag() {}

    static long encode(long value) {
        return (value << 1) ^ (value >> 63);
    }

    static long decode(long zigzag) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }
}
