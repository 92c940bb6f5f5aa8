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

    @Override
    public byte[] encode(AlertRecord item) {
        return JSON.writeValueAsBytes(switch (item) {
            case AlertRecord.Waiting waiting -> new Line(Kind.WAITING, 0, waiting.alert(), null, List.of(), null);
            case AlertRecord.Dropped dropped -> new Line(Kind.DROPPED, dropped.alert(), null, null, List.of(), null);
            case AlertRecord.Changed changed -> line(changed.change(), changed.channels());
            case AlertRecord.Told told -> new Line(Kind.TOLD, 0, null, null, List.of(), told);
        });
    }

    @Override
    public AlertRecord decode(byte[] bytes) {
        Line line = JSON.readValue(bytes, Line.class);
        return switch (line.kind) {
            case WAITING -> new AlertRecord.Waiting(needed(line.alert));
            case DROPPED -> new AlertRecord.Dropped(line.id);
            case FIRED, REMINDED, NOTED, RESOLVED ->
                new AlertRecord.Changed(change(line, needed(line.alert), needed(line.at)), line.channels);
            case TOLD -> needed(line.told);
        };
    }

    private static AlertChange change(Line line, Alert alert, Instant at) {
        return switch (line.kind) {
            case FIRED -> new AlertChange.Fired(line.id, alert, at);
            case REMINDED -> new AlertChange.Reminded(line.id, alert, at);
            case NOTED -> new AlertChange.Noted(line.id, alert, at);
            case RESOLVED -> new AlertChange.Resolved(line.id, alert, at);
            case WAITING, DROPPED, TOLD -> throw new IllegalArgumentException(line.kind + " is no change");
        };
    }

    private static Line line(AlertChange change, List<String> channels) {
        Kind kind = switch (change) {
            case AlertChange.Fired _ -> Kind.FIRED;
            case AlertChange.Reminded _ -> Kind.REMINDED;
            case AlertChange.Noted _ -> Kind.NOTED;
            case AlertChange.Resolved _ -> Kind.RESOLVED;
        };
        return new Line(kind, change.id(), change.alert(), change.at(), channels, null);
    }

    private static <T> T needed(@Nullable T part) {
        return Objects.requireNonNull(part, "a part of an alert's record is missing");
    }

    private enum Kind {
        WAITING,
        DROPPED,
        FIRED,
        REMINDED,
        NOTED,
        RESOLVED,
        TOLD
    }

    private record Line(Kind kind, long id, @Nullable Alert alert, @Nullable Instant at, List<String> channels,
            AlertRecord.@Nullable Told told) {}

    /** Keeps the answer of {@code isEmpty()} out of the journal. */
    @JsonIgnoreProperties("empty")
    private interface LabelsMixIn {}
}
