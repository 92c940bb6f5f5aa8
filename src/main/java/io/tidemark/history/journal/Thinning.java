package io.tidemark.history.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** What is left of a segment when its samples are given up to make room. */
final class Thinning {

    private Thinning() {}

    /**
     * Writes the records of a segment that are not in the store to a file of their own, if there are any. The segment
     * stays as it is, so that a crash leaves the records twice and never not at all.
     */
    static Optional<Segment> of(Segment segment, Disk disk, String instance, Instant now) throws IOException {
        Segment records = new Segment(segment.fileOfRecords());
        SegmentEncoder encoder = new SegmentEncoder();
        encoder.header(instance, now);
        segment.read(segment.doneTo(), new SegmentVisitor() {
            @Override
            public boolean record(String topic, byte[] payload, long end) {
                encoder.add(new Entry.Payload(topic, payload));
                return records.record(topic, payload, end);
            }
        });
        if (records.pending() == 0) {
            return Optional.empty();
        }
        byte[] bytes = encoder.take();
        try (Disk.Output out = disk.open(records.file(), 0)) {
            out.write(ByteBuffer.wrap(bytes));
            out.force();
        }
        records.size(bytes.length);
        return Optional.of(records);
    }
}
