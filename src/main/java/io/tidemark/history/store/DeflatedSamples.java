package io.tidemark.history.store;

import io.tidemark.history.journal.Varint;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Reads the first encoding, which is not written any more: times as differences of differences, values as the exclusive or
 * with the one before (Gorilla, Pelkonen et al. 2015), their bytes transposed, all of it deflated.
 */
final class DeflatedSamples {

    static final short VERSION = 1;

    private DeflatedSamples() {}

    static void decode(byte[] data, Block.SampleSink sink) {
        Inflater inflater = new Inflater(true);
        // Times are read byte by byte, and each would be a call out of Java.
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                new InflaterInputStream(new ByteArrayInputStream(data), inflater, 4096)))) {
            int count = Math.toIntExact(Varint.read(in));
            long[] times = times(in, count);
            byte[] transposed = in.readNBytes(count * Double.BYTES);
            show(times, transposed, sink);
        } catch (IOException e) {
            throw new UncheckedIOException("not an encoded block (" + data.length + " bytes)", e);
        } finally {
            inflater.end();
        }
    }

    private static long[] times(DataInputStream in, int count) throws IOException {
        long[] times = new long[count];
        long at = 0;
        long step = 0;
        for (int i = 0; i < count; i++) {
            step += Varint.readSigned(in);
            at += step;
            times[i] = at;
        }
        return times;
    }

    private static void show(long[] times, byte[] transposed, Block.SampleSink sink) {
        int count = times.length;
        long bits = 0;
        for (int i = 0; i < count; i++) {
            long difference = 0;
            for (int b = 0; b < Double.BYTES; b++) {
                difference = (difference << 8) | (transposed[b * count + i] & 0xFF);
            }
            bits ^= difference;
            sink.sample(times[i], Double.longBitsToDouble(bits));
        }
    }
}
