package io.tidemark.history.store;

import io.tidemark.history.journal.Column;
import io.tidemark.history.journal.Varint;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Packs samples, in the mean under three bytes each for what machines report: times as differences of differences, values as the
 * exclusive or with the one before (Gorilla, Pelkonen et al. 2015), their bytes transposed so that equal ones stand
 * together, all of it deflated. Every double comes back bit for bit.
 */
final class BlockCodec {

    static final short VERSION = 1;

    private BlockCodec() {}

    static byte[] encode(Column samples) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(new DeflaterOutputStream(bytes, deflater)))) {
            Varint.write(out, samples.size());
            times(out, samples);
            values(out, samples);
        } catch (IOException e) {
            throw new UncheckedIOException("in memory, cannot happen", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    static void decode(short version, byte[] data, Block.SampleSink sink) {
        if (version != VERSION) {
            throw new IllegalArgumentException("a block of unknown encoding " + version);
        }
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

    private static void times(DataOutputStream out, Column samples) throws IOException {
        long before = 0;
        long step = 0;
        for (int i = 0; i < samples.size(); i++) {
            long next = samples.millis(i) - before;
            Varint.writeSigned(out, next - step);
            step = next;
            before = samples.millis(i);
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

    private static void values(DataOutputStream out, Column samples) throws IOException {
        int count = samples.size();
        byte[] transposed = new byte[count * Double.BYTES];
        long before = 0;
        for (int i = 0; i < count; i++) {
            long bits = Double.doubleToRawLongBits(samples.value(i));
            long difference = bits ^ before;
            for (int b = 0; b < Double.BYTES; b++) {
                transposed[b * count + i] = (byte) (difference >>> (56 - 8 * b));
            }
            before = bits;
        }
        out.write(transposed);
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
