package io.tidemark.history.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/** The segment that is being written; its samples are in memory too. Used by the flusher alone, but for the samples. */
final class OpenSegment {

    private final Disk disk;
    private final Segment segment;
    private final Instant openedAt;
    private final SegmentEncoder encoder = new SegmentEncoder();
    private final Columns samples = new Columns(_ -> true);
    private Disk.@Nullable Output output;

    private OpenSegment(Disk disk, Segment segment, Instant openedAt) {
        this.disk = disk;
        this.segment = segment;
        this.openedAt = openedAt;
    }

    static OpenSegment create(Disk disk, Path directory, long number, String instance, Instant now)
            throws IOException {
        OpenSegment open = new OpenSegment(disk, new Segment(Segment.file(directory, number)), now);
        open.encoder.header(instance, now);
        open.write(new Chunk(open.encoder.take(), List.of()));
        force(directory);
        return open;
    }

    /** @param lost told how much cannot be encoded */
    Chunk encode(List<Entry> entries, LongConsumer lost) {
        List<Entry> encoded = new ArrayList<>();
        for (Entry entry : entries) {
            try {
                encoder.add(entry);
                encoded.add(entry);
            } catch (UncheckedIOException _) {
                lost.accept(entry.count());
            }
        }
        return new Chunk(encoder.take(), encoded);
    }

    /** Returns when it is on disk; after a failure it can be given again. */
    void write(Chunk chunk) throws IOException {
        append(chunk.bytes);
        chunk.entries.forEach(this::count);
        segment.size(segment.size() + chunk.bytes.length);
    }

    private void count(Entry entry) {
        switch (entry) {
            case Entry.Samples taken -> taken.samples().forEach(sample -> {
                long millis = sample.at().toEpochMilli();
                samples.sample(sample.series(), millis, sample.value());
                segment.sample(sample.series(), millis, sample.value());
            });
            case Entry.Payload payload -> segment.record(payload.topic(), payload.bytes(), 0);
        }
    }

    private void append(byte[] bytes) throws IOException {
        try {
            Disk.Output out = output == null ? disk.open(segment.file(), segment.size()) : output;
            output = out;
            out.write(ByteBuffer.wrap(bytes));
            out.force();
        } catch (IOException e) {
            abandon();
            throw e;
        }
    }

    Segment segment() {
        return segment;
    }

    Columns samples() {
        return samples;
    }

    Instant openedAt() {
        return openedAt;
    }

    void close() throws IOException {
        if (output != null) {
            output.close();
            output = null;
        }
    }

    /** What a failed write left behind is cut off when the file is opened again. */
    private void abandon() {
        try {
            close();
        } catch (IOException _) {
            output = null;
        }
    }

    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Not every system lets a directory be forced; the file itself is.
        }
    }

    /** Entries that are written together, and their bytes, which name series as this segment does. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody changes it
    record Chunk(byte[] bytes, List<Entry> entries) {}
}
