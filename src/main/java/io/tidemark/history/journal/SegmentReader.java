package io.tidemark.history.journal;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/** Reads the records of one segment up to the first that is damaged or cut short. */
final class SegmentReader {

    private static final int LARGEST = 64 << 20;

    private final Map<Long, Series> series = new HashMap<>();
    private final SegmentVisitor visitor;

    private SegmentReader(SegmentVisitor visitor) {
        this.visitor = visitor;
    }

    /**
     * Reads from one offset, where a record starts, up to another.
     *
     * @return the end of the last good record that was read
     */
    static long read(Path file, long from, long to, SegmentVisitor visitor) throws IOException {
        try (InputStream raw = Files.newInputStream(file)) {
            raw.skipNBytes(from);
            return new SegmentReader(visitor).records(new DataInputStream(new BufferedInputStream(raw, 1 << 16)), from,
                    to);
        }
    }

    /** The version of the program that made a segment, 0 when its header cannot be read. */
    static int version(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 512))) {
            byte[] header = body(in, Files.size(file));
            return header != null && header.length > 1 && header[0] == SegmentEncoder.HEADER ? header[1] & 0xFF : 0;
        }
    }

    private long records(DataInputStream in, long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            byte[] body = body(in, to - at);
            if (body == null) {
                return at;
            }
            long end = at + 8 + body.length;
            try {
                if (!visit(body, end)) {
                    return end;
                }
            } catch (IOException _) {
                return at;
            }
            at = end;
        }
        return at;
    }

    private static byte @Nullable [] body(DataInputStream in, long left) throws IOException {
        try {
            int length = in.readInt();
            int checksum = in.readInt();
            if (length <= 0 || length > LARGEST || length > left - 8) {
                return null;
            }
            byte[] body = in.readNBytes(length);
            CRC32C actual = new CRC32C();
            actual.update(body);
            return body.length == length && (int) actual.getValue() == checksum ? body : null;
        } catch (EOFException _) {
            return null;
        }
    }

    private boolean visit(byte[] body, long end) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        int kind = in.readByte();
        if (kind == SegmentEncoder.SERIES) {
            define(in);
        } else if (kind == SegmentEncoder.SAMPLES) {
            samples(in);
        } else if (kind == SegmentEncoder.PAYLOAD) {
            String topic = in.readUTF();
            return visitor.record(topic, in.readAllBytes(), end);
        }
        return true;
    }

    private void define(DataInputStream in) throws IOException {
        long number = Varint.read(in);
        String metric = in.readUTF();
        Map<String, String> labels = new TreeMap<>();
        for (long left = Varint.read(in); left > 0; left--) {
            labels.put(in.readUTF(), in.readUTF());
        }
        series.put(number, new Series(metric, Labels.of(labels)));
    }

    private void samples(DataInputStream in) throws IOException {
        long at = in.readLong();
        for (long left = Varint.read(in); left > 0; left--) {
            Series one = series.get(Varint.read(in));
            long millis = at + Varint.readSigned(in);
            double value = in.readDouble();
            if (one != null) {
                visitor.sample(one, millis, value);
            }
        }
    }
}
