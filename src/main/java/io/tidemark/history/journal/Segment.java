package io.tidemark.history.journal;

import io.tidemark.metric.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** One file of the log: how far it is on disk, what it holds, and how much of that is done. */
public final class Segment implements SegmentVisitor {

    private static final Pattern NAME = Pattern.compile("\\d{12}(-records)?\\.log");

    private final Path file;
    private long size;
    private long records;
    private long samples;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;
    private long doneTo;
    private long doneRecords;

    Segment(Path file) {
        this.file = file;
    }

    /** The segments' order. */
    static Path file(Path directory, long number) {
        return directory.resolve("%012d.log".formatted(number));
    }

    static boolean isOne(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    /** Where this segment's records go when its samples are given up. */
    Path fileOfRecords() {
        return file.resolveSibling("%012d-records.log".formatted(number()));
    }

    long number() {
        return Long.parseLong(file.getFileName().toString().substring(0, 12));
    }

    Path file() {
        return file;
    }

    /** Bytes that are on disk and good. */
    public synchronized long size() {
        return size;
    }

    synchronized void size(long bytes) {
        size = bytes;
    }

    @Override
    public synchronized void sample(Series series, long millis, double value) {
        samples++;
        firstMillis = Math.min(firstMillis, millis);
        lastMillis = Math.max(lastMillis, millis);
    }

    @Override
    public synchronized boolean record(String topic, byte[] payload, long end) {
        records++;
        return true;
    }

    public synchronized boolean mayHoldSamplesOf(long fromMillis, long toMillis) {
        return samples > 0 && firstMillis <= toMillis && lastMillis >= fromMillis;
    }

    /** Time of the newest sample, or {@link Long#MIN_VALUE}. */
    public synchronized long lastMillis() {
        return lastMillis;
    }

    /** Time of the oldest sample, or {@link Long#MAX_VALUE}. */
    public synchronized long firstMillis() {
        return firstMillis;
    }

    public synchronized long samples() {
        return samples;
    }

    /** Samples and records that are not in the store yet. */
    public synchronized long pending() {
        return samples + records - doneRecords;
    }

    /** Where the first record that is not in the store starts; samples are done with the whole segment. */
    public synchronized long doneTo() {
        return doneTo;
    }

    public synchronized void done(long to, long count) {
        doneTo = to;
        doneRecords += count;
    }

    /**
     * Shows what it holds from an offset on.
     *
     * @return false when the file is gone: written and deleted, or dropped
     */
    public boolean read(long from, SegmentVisitor visitor) {
        try {
            SegmentReader.read(file, from, size(), visitor);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("the journal file " + file + " cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
