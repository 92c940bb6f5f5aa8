package io.tidemark.history.journal;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/** Reads the records of one segment; of those that are damaged or cut short it tells how much they held. */
final class SegmentReader {

    private final Map<Long, Series> series = new HashMap<>();
    private final SegmentVisitor visitor;
    private long end;
    private long lost;
    private boolean stopped;

    private SegmentReader(SegmentVisitor visitor) {
        this.visitor = visitor;
    }

    /**
     * How far it came.
     *
     * @param end of the last good record that was read
     * @param lost records and samples that could not be read; a stretch that says nothing of what it held counts as one
     */
    record Reading(long end, long lost) {}

    /** Reads from one offset, where a record starts, up to another. */
    static Reading read(Path file, long from, long to, SegmentVisitor visitor) throws IOException {
        SegmentReader reader = new SegmentReader(visitor);
        reader.end = from;
        long next = from;
        while (next >= 0) {
            long damaged = reader.records(file, next, to);
            next = damaged < to && !reader.stopped ? reader.after(file, damaged, to) : -1;
        }
        return new Reading(reader.end, reader.lost);
    }

    /** Returns where it had to end. */
    private long records(Path file, long from, long to) throws IOException {
        try (InputStream raw = Files.newInputStream(file)) {
            raw.skipNBytes(from);
            DataInputStream in = new DataInputStream(new BufferedInputStream(raw, 1 << 16));
            long at = from;
            while (at < to && !stopped) {
                byte[] body = body(in, to - at);
                if (body == null || !visit(body, at + 8 + body.length)) {
                    return at;
                }
                at += 8 + body.length;
                end = at;
            }
            return at;
        }
    }

    /** The version of the program that made a segment, 0 when its header cannot be read. */
    static int version(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 512))) {
            byte[] header = body(in, Files.size(file));
            return header != null && header.length > 1 && header[0] == SegmentEncoder.HEADER ? header[1] & 0xFF : 0;
        }
    }

    /** Counts a damaged stretch and returns where the next good record starts, -1 when there is none. */
    private long after(Path file, long damaged, long to) throws IOException {
        try (FileChannel channel = FileChannel.open(file); Arena arena = Arena.ofConfined()) {
            long length = Math.min(to, channel.size()) - damaged;
            ByteBuffer rest = channel.map(MapMode.READ_ONLY, damaged, length, arena).asByteBuffer();
            int next = Frames.next(rest);
            lost += Frames.held(rest, next);
            return next < 0 ? -1 : damaged + next;
        }
    }

    private static byte @Nullable [] body(DataInputStream in, long left) throws IOException {
        try {
            int length = in.readInt();
            int checksum = in.readInt();
            if (length <= 0 || length > Frames.LARGEST || length > left - 8) {
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

    /** Returns whether it could be read. */
    private boolean visit(byte[] body, long recordEnd) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
            int kind = in.readByte();
            if (kind == SegmentEncoder.SERIES) {
                define(in);
            } else if (kind == SegmentEncoder.SAMPLES) {
                samples(in);
            } else if (kind == SegmentEncoder.PAYLOAD) {
                String topic = in.readUTF();
                stopped = !visitor.record(topic, in.readAllBytes(), recordEnd);
            }
            return true;
        } catch (IOException _) {
            return false;
        }
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
            if (one == null) {
                lost++;
            } else {
                visitor.sample(one, millis, value);
            }
        }
    }
}
