package io.tidemark.history.store;

import io.tidemark.history.journal.Column;
import io.tidemark.history.journal.Varint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The minutes of one series and hour as seven packed columns: first and last samples with their times, then count,
 * least, greatest, sum and what was reached before restarts.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and nobody changes it
public record MinuteBlock(int count, short encoding, byte[] data) {

    /** Packs minutes, oldest first. */
    public static MinuteBlock of(List<Summary> minutes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Part part : Part.values()) {
                byte[] packed = BlockCodec.encode(column(minutes, part));
                Varint.write(out, packed.length);
                out.write(packed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("in memory, cannot happen", e);
        }
        return new MinuteBlock(minutes.size(), BlockCodec.VERSION, bytes.toByteArray());
    }

    /** Oldest first. */
    public List<Summary> minutes() {
        Map<Part, Column> columns = new EnumMap<>(Part.class);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(data))) {
            for (Part part : Part.values()) {
                Column column = new Column();
                BlockCodec.decode(encoding, in.readNBytes(Math.toIntExact(Varint.read(in))), column::add);
                columns.put(part, column);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("not packed minutes (" + data.length + " bytes)", e);
        }
        List<Summary> minutes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            minutes.add(minute(columns, i));
        }
        return minutes;
    }

    private static Column column(List<Summary> minutes, Part part) {
        Column column = new Column();
        for (int i = 0; i < minutes.size(); i++) {
            Summary minute = minutes.get(i);
            switch (part) {
                case FIRST -> column.add(minute.firstMillis(), minute.first());
                case LAST -> column.add(minute.lastMillis(), minute.last());
                case COUNT -> column.add(i, (double) minute.count());
                case MIN -> column.add(i, minute.min());
                case MAX -> column.add(i, minute.max());
                case SUM -> column.add(i, minute.sum());
                case BEFORE_RESTARTS -> column.add(i, minute.beforeRestarts());
            }
        }
        return column;
    }

    private static Summary minute(Map<Part, Column> columns, int i) {
        return new Summary(column(columns, Part.FIRST).millis(i), column(columns, Part.LAST).millis(i),
                (long) value(columns, Part.COUNT, i), value(columns, Part.MIN, i), value(columns, Part.MAX, i),
                value(columns, Part.SUM, i), value(columns, Part.FIRST, i), value(columns, Part.LAST, i),
                value(columns, Part.BEFORE_RESTARTS, i));
    }

    private static double value(Map<Part, Column> columns, Part part, int i) {
        return column(columns, part).value(i);
    }

    private static Column column(Map<Part, Column> columns, Part part) {
        return Objects.requireNonNull(columns.get(part));
    }

    /** In the order they stand. */
    private enum Part {
        FIRST,
        LAST,
        COUNT,
        MIN,
        MAX,
        SUM,
        BEFORE_RESTARTS
    }
}
