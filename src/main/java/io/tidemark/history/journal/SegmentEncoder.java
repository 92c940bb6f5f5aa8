package io.tidemark.history.journal;

import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes the records of one segment. A record is its body's length and CRC32C (4 bytes each) and the body: a kind and
 * its fields. Samples name their series by a number that an earlier record of the same segment defines, so that every
 * segment can be read alone.
 */
final class SegmentEncoder {

    static final int HEADER = 1;
    static final int SERIES = 2;
    static final int SAMPLES = 3;
    static final int PAYLOAD = 4;
    static final int VERSION = 1;
    /** Bytes of the smallest sample: its series, its distance in time and its value. */
    static final int LEAST_SAMPLE = 10;

    private final Map<Series, Integer> numbers = new HashMap<>();
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    void header(String instance, Instant createdAt) {
        record(out -> {
            out.writeByte(HEADER);
            out.writeByte(VERSION);
            out.writeUTF(instance);
            out.writeLong(createdAt.toEpochMilli());
        });
    }

    void add(Entry entry) {
        switch (entry) {
            case Entry.Samples samples -> {
                samples.samples().forEach(sample -> number(sample.series()));
                samples(samples);
            }
            case Entry.Payload payload -> payload(payload);
        }
    }

    /** Everything added since the last call. */
    byte[] take() {
        byte[] bytes = records.toByteArray();
        records.reset();
        return bytes;
    }

    private void samples(Entry.Samples entry) {
        if (entry.samples().isEmpty()) {
            return;
        }
        long at = entry.samples().getFirst().at().toEpochMilli();
        record(out -> {
            out.writeByte(SAMPLES);
            out.writeLong(at);
            Varint.write(out, entry.samples().size());
            for (Sample sample : entry.samples()) {
                Varint.write(out, number(sample.series()));
                Varint.writeSigned(out, sample.at().toEpochMilli() - at);
                out.writeDouble(sample.value());
            }
        });
    }

    private void payload(Entry.Payload payload) {
        record(out -> {
            out.writeByte(PAYLOAD);
            out.writeUTF(payload.topic());
            out.write(payload.bytes());
        });
    }

    private int number(Series series) {
        Integer known = numbers.get(series);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        record(out -> {
            out.writeByte(SERIES);
            Varint.write(out, number);
            out.writeUTF(series.metric());
            Varint.write(out, series.labels().values().size());
            for (Map.Entry<String, String> label : series.labels().values().entrySet()) {
                out.writeUTF(label.getKey());
                out.writeUTF(label.getValue());
            }
        });
        numbers.put(series, number);
        return number;
    }

    private void record(Fields fields) {
        body.reset();
        try {
            DataOutputStream out = new DataOutputStream(body);
            fields.write(out);
            CRC32C checksum = new CRC32C();
            checksum.update(body.toByteArray());
            DataOutputStream framed = new DataOutputStream(records);
            framed.writeInt(body.size());
            framed.writeInt((int) checksum.getValue());
            body.writeTo(framed);
        } catch (IOException e) {
            throw new UncheckedIOException("a record cannot be encoded", e);
        }
    }

    /** The body of one record. */
    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }
}
