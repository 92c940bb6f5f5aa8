package io.tidemark.history.journal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Whole numbers in as few bytes as they need, seven bits each; signed ones zigzag first (Protocol Buffers' form). */
public final class Varint {

    private Varint() {}

    public static void write(DataOutput out, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    public static long read(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.readByte();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a number of more than ten bytes");
    }

    /** Reads one where it stands; what is cut short or too long gives what it has. */
    static long read(ByteBuffer bytes, int at) {
        long value = 0;
        byte next = -1;
        for (int i = 0; i < 10 && next < 0 && at + i < bytes.limit(); i++) {
            next = bytes.get(at + i);
            value |= (next & 0x7FL) << (7 * i);
        }
        return value;
    }

    public static void writeSigned(DataOutput out, long value) throws IOException {
        write(out, (value << 1) ^ (value >> 63));
    }

    public static long readSigned(DataInput in) throws IOException {
        long zigzag = read(in);
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }
}
