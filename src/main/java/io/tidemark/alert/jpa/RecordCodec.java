package io.tidemark.alert.jpa;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.history.Journal;
import io.tidemark.metric.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON in the journal. */
public final class RecordCodec implements Journal.Codec<AlertRecord> {

    private static final JsonMapper JSON = JsonMapper.builder().addMixIn(Labels.class, LabelsMixIn.class).build();
    private static final String WAITING = "WAITING";
    private static final String DROPPED = "DROPPED";
    private static final String TOLD = "TOLD";

    @Override
    public byte[] encode(AlertRecord item) {
        return JSON.writeValueAsBytes(switch (item) {
            case AlertRecord.Waiting waiting -> new Line(WAITING, 0, waiting.alert(), null, List.of(), null);
            case AlertRecord.Dropped dropped -> new Line(DROPPED, dropped.alert(), null, null, List.of(), null);
            case AlertRecord.Changed(AlertChange change, List<String> channels) ->
                new Line(change.kind().name(), change.id(), change.alert(), change.at(), channels, null);
            case AlertRecord.Told told -> new Line(TOLD, 0, null, null, List.of(), told);
        });
    }

    @Override
    public AlertRecord decode(byte[] bytes) {
        Line line = JSON.readValue(bytes, Line.class);
        return switch (line.kind) {
            case WAITING -> new AlertRecord.Waiting(needed(line.alert));
            case DROPPED -> new AlertRecord.Dropped(line.id);
            case TOLD -> needed(line.told);
            default -> new AlertRecord.Changed(
                    AlertChange.Kind.valueOf(line.kind).of(line.id, needed(line.alert), needed(line.at)),
                    line.channels);
        };
    }

    private static <T> T needed(@Nullable T part) {
        return Objects.requireNonNull(part, "a part of an alert's record is missing");
    }

    /** @param kind the name of a kind of change, or one of those above */
    private record Line(String kind, long id, @Nullable Alert alert, @Nullable Instant at, List<String> channels,
            AlertRecord.@Nullable Told told) {}

    /** Keeps the answer of {@code isEmpty()} out of the journal. */
    @JsonIgnoreProperties("empty")
    private interface LabelsMixIn {}
}
