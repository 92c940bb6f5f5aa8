package io.tidemark.alert.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.Attention;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RecordCodecTests {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456Z");
    private static final Alert ALERT = new Alert(1, "web-1", "r", "p95 < 10ms", Labels.of("a", "\"x\"\n"),
            AlertState.FIRING, Severity.WARNING, "reason", NOW, NOW, null, 0.012, null, NOW)
            .because(SomeCauses.of(2));

    private static final Alert LOOKED_AFTER = new Alert(1, "web-1", "r", "p95 < 10ms", Labels.NONE, AlertState.FIRING,
            Severity.WARNING, "reason", NOW, NOW, null, null, null, NOW,
            new Attention(NOW, new Attention.Silenced(7, "ann", "moving", NOW, null),
                    new Attention.Acknowledgement("bob", "on it", NOW)),
            null);

    static final List<AlertRecord> RECORDS = List.of(new AlertRecord.Waiting(ALERT), new AlertRecord.Dropped(7),
            new AlertRecord.Changed(new AlertChange.Fired(2, ALERT, NOW), List.of("log", "on-call")),
            new AlertRecord.Changed(new AlertChange.Reminded(2, ALERT, NOW), List.of("log")),
            new AlertRecord.Changed(new AlertChange.Noted(2, LOOKED_AFTER, NOW), List.of()),
            new AlertRecord.Changed(new AlertChange.Resolved(3, ALERT, NOW), List.of()),
            new AlertRecord.Told(2, "log", Receipt.PENDING, 3, NOW, NOW.plusSeconds(1), "answered 500", "2-9"),
            new AlertRecord.Told(2, "log", Receipt.DELIVERED, 4, NOW, null, null, null));

    private final RecordCodec codec = new RecordCodec();

    @ParameterizedTest
    @FieldSource("RECORDS")
    void readsWhatItWrote(AlertRecord item) {
        assertThat(codec.decode(codec.encode(item))).isEqualTo(item);
    }

    @Test
    void readsWhatWasJournalledBeforeThereWereSilences() {
        String line = new String(codec.encode(new AlertRecord.Waiting(ALERT)), StandardCharsets.UTF_8);
        String older = line.replaceAll(",\"attention\":\\{[^}]*}", "");

        assertThat(older).isNotEqualTo(line);
        assertThat(codec.decode(older.getBytes(StandardCharsets.UTF_8))).isEqualTo(new AlertRecord.Waiting(ALERT));
    }

    @Test
    void refusesWhatIsNoRecord() {
        assertThatThrownBy(() -> codec.decode("{\"kind\":\"FIRED\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> codec.decode(new byte[]{1, 2})).isInstanceOf(RuntimeException.class);
    }
}
