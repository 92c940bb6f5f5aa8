package io.tidemark.history.web;

import io.tidemark.history.SeriesPoints;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;

/** One point of one series as REST and CSV show it. */
@JsonSerialize(using = SampleRow.Json.class)
record SampleRow(Instant time, String metric, Map<String, String> labels, double value) {

    static List<SampleRow> of(List<SeriesPoints> series) {
        return series.stream().flatMap(one -> one.points().stream().map(point -> new SampleRow(point.at(),
                one.series().metric(), one.series().labels().values(), point.value()))).toList();
    }

    /** Writes what would be written anyway; by hand, because an answer has thousands of them. */
    static final class Json extends ValueSerializer<SampleRow> {

        private static final SerializableString TIME = new SerializedString("time");
        private static final SerializableString METRIC = new SerializedString("metric");
        private static final SerializableString LABELS = new SerializedString("labels");
        private static final SerializableString VALUE = new SerializedString("value");

        @Override
        public void serialize(SampleRow row, JsonGenerator out, SerializationContext context) {
            out.writeStartObject();
            out.writeName(TIME).writeString(IsoTime.text(row.time));
            out.writeName(METRIC).writeString(row.metric);
            out.writeName(LABELS).writeStartObject();
            row.labels.forEach((label, value) -> out.writeName(label).writeString(value));
            out.writeEndObject();
            out.writeName(VALUE).writeNumber(row.value);
            out.writeEndObject();
        }
    }
}
