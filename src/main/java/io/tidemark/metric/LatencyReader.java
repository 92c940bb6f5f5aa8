package io.tidemark.metric;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Adds encoded distributions to tallies without making any: several times faster than {@link Distribution#decode}, for
 * answers that take many thousands of runs. Not safe for threads. Source: HdrHistogram's V2 encoding.
 */
public final class LatencyReader implements AutoCloseable {

    private static final int ENVELOPE = 8;
    private static final int COMPRESSED = 0x1c849314;
    private static final int PLAIN = 0x1c849313;
    /** Buckets of twice the length begin after each of so many. */
    private static final int HALF_BITS = 7;
    private static final int HALF = 1 << HALF_BITS;

    private final Inflater inflater = new Inflater();
    private byte[] plain = new byte[1 << 16];
    private long[] values = new long[256];
    private long[] counts = new long[256];

    /**
     * Adds what {@link Distribution#encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes are not an encoded histogram
     */
    public void read(byte[] encoded, LatencyTally tally) {
        ByteBuffer content = inflated(encoded);
        if (!hasOurShape(content)) {
            tally.add(Distribution.decode(encoded));
            return;
        }
        int used = 0;
        int slot = 0;
        while (content.hasRemaining()) {
            long number = number(content);
            if (number < 0) { // so many empty ones
                slot += (int) -number;
                continue;
            }
            if (number > 0) {
                makeRoomFor(used);
                values[used] = upperEnd(slot);
                counts[used++] = number;
            }
            slot++;
        }
        tally.add(Arrays.copyOf(values, used), Arrays.copyOf(counts, used));
    }

    @Override
    public void close() {
        inflater.end();
    }

    private ByteBuffer inflated(byte[] encoded) {
        if (encoded.length < ENVELOPE || ByteBuffer.wrap(encoded).getInt() != COMPRESSED) {
            throw notEncoded(encoded, null);
        }
        inflater.reset();
        inflater.setInput(encoded, ENVELOPE, encoded.length - ENVELOPE);
        try {
            int length = inflater.inflate(plain);
            while (length == plain.length) {
                plain = Arrays.copyOf(plain, length * 2);
                length += inflater.inflate(plain, length, length);
            }
            return ByteBuffer.wrap(plain, 0, length);
        } catch (DataFormatException e) {
            throw notEncoded(encoded, e);
        }
    }

    private static boolean hasOurShape(ByteBuffer content) {
        if (content.remaining() < 40 || content.getInt() != PLAIN) {
            return false;
        }
        int length = content.getInt();
        int shift = content.getInt();
        int digits = content.getInt();
        long lowest = content.getLong();
        content.getLong(); // the highest value does not change the buckets
        content.getDouble();
        return length == content.remaining() && shift == 0 && digits == Distribution.DIGITS && lowest == 1;
    }

    /** ZigZag LEB128 of at most nine bytes, of which the last has eight bits. */
    private static long number(ByteBuffer content) {
        long bits = 0;
        int shift = 0;
        while (true) {
            byte next = content.get();
            if (shift == 56) {
                bits |= (next & 0xffL) << shift;
                break;
            }
            bits |= (next & 0x7fL) << shift;
            if (next >= 0) {
                break;
            }
            shift += 7;
        }
        return (bits >>> 1) ^ -(bits & 1);
    }

    private static long upperEnd(int slot) {
        if (slot < 2 * HALF) {
            return slot;
        }
        int doubled = (slot >> HALF_BITS) - 1;
        long position = HALF + (long) (slot & (HALF - 1));
        return ((position + 1) << doubled) - 1;
    }

    private void makeRoomFor(int used) {
        if (used == values.length) {
            values = Arrays.copyOf(values, used * 2);
            counts = Arrays.copyOf(counts, used * 2);
        }
    }

    private static IllegalArgumentException notEncoded(byte[] bytes, @Nullable Throwable cause) {
        return new IllegalArgumentException("not an encoded histogram (" + bytes.length + " bytes)", cause);
    }
}
