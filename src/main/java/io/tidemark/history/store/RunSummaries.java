package io.tidemark.history.store;

import io.tidemark.metric.LatencyReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes minutes of runs, an hour of minutes, and packs the minutes. */
public final class RunSummaries {

    private static final int VERSION = 1;

    private RunSummaries() {}

    /** One for each minute in which runs began, oldest first. */
    public static List<RunSummary> minutes(Iterable<RunSummary> runs) {
        try (LatencyReader reader = new LatencyReader()) {
            TreeMap<Long, RunTally> minutes = new TreeMap<>();
            runs.forEach(run -> minutes.computeIfAbsent(minute(run), _ -> new RunTally(reader)).add(run));
            return minutes.values().stream().map(RunTally::summary).toList();
        }
    }

    /** Of each minute the one that was made of more runs, as {@link Summaries#fuller} for samples. */
    public static List<RunSummary> fuller(Collection<RunSummary> known, Collection<RunSummary> made) {
        TreeMap<Long, RunSummary> minutes = new TreeMap<>();
        known.forEach(one -> minutes.put(minute(one), one));
        made.forEach(one -> minutes.merge(minute(one), one, (before, now) -> now.runs() >= before.runs()
                ? now
                : before));
        return List.copyOf(minutes.values());
    }

    /** All of them as one; they are not empty. */
    public static RunSummary whole(Collection<RunSummary> parts) {
        try (LatencyReader reader = new LatencyReader()) {
            RunTally tally = new RunTally(reader);
            parts.forEach(tally::add);
            return tally.summary();
        }
    }

    public static byte[] encode(List<RunSummary> summaries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(summaries.size());
            for (RunSummary one : summaries) {
                write(out, one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("in memory, cannot happen", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes are not encoded summaries
     */
    public static List<RunSummary> decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("summaries of runs of unknown version " + version);
            }
            List<RunSummary> summaries = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                summaries.add(read(in));
            }
            return summaries;
        } catch (IOException e) {
            throw new IllegalArgumentException("not encoded summaries of runs (" + bytes.length + " bytes)", e);
        }
    }

    private static long minute(RunSummary one) {
        return Tier.MINUTES.floor(one.startMillis());
    }

    private static void write(DataOutputStream out, RunSummary one) throws IOException {
        out.writeLong(one.startMillis());
        out.writeLong(one.runs());
        out.writeLong(one.verified());
        out.writeLong(one.operations());
        out.writeLong(one.failures());
        out.writeDouble(one.measuredSeconds());
        out.writeDouble(one.cpuSeconds());
        out.writeLong(one.allocatedBytes());
        out.writeLong(one.violations());
        map(out, one.errors(), (o, count) -> o.writeLong(count));
        map(out, one.outcomes(), (o, count) -> o.writeLong(count));
        map(out, one.sums(), (o, sum) -> o.writeDouble(sum));
        map(out, one.counts(), (o, count) -> o.writeLong(count));
        out.writeInt(one.distributions().length);
        out.write(one.distributions());
    }

    private static RunSummary read(DataInputStream in) throws IOException {
        return new RunSummary(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong(),
                in.readDouble(), in.readDouble(), in.readLong(), in.readLong(), map(in, DataInputStream::readLong),
                map(in, DataInputStream::readLong), map(in, DataInputStream::readDouble),
                map(in, DataInputStream::readLong), in.readNBytes(in.readInt()));
    }

    private static <V> void map(DataOutputStream out, Map<String, V> map, Put<V> put) throws IOException {
        out.writeInt(map.size());
        for (Map.Entry<String, V> entry : map.entrySet()) {
            out.writeUTF(entry.getKey());
            put.put(out, entry.getValue());
        }
    }

    private static <V> Map<String, V> map(DataInputStream in, Get<V> get) throws IOException {
        Map<String, V> map = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            map.put(in.readUTF(), get.get(in));
        }
        return map;
    }

    private interface Put<V> {
        void put(DataOutputStream out, V value) throws IOException;
    }

    private interface Get<V> {
        V get(DataInputStream in) throws IOException;
    }
}
