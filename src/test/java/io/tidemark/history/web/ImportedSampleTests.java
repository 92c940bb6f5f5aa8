package io.tidemark.history.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of an import are read as they were written, and what is none is named. */
class ImportedSampleTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void everyLineThatIsWrittenIsReadAgain() throws IOException {
        List<ImportedSample> samples = List.of(
                new ImportedSample(NOW, new Series("system.load.1m", Labels.NONE), 0.1),
                new ImportedSample(Instant.EPOCH.plusMillis(1),
                        new Series("process.resident",
                                Labels.of("a", "\"q\",\\ \r\n {}", "b", "\u00e4\ufffd\ud83d\ude00")),
                        -0.0),
                new ImportedSample(NOW.minusMillis(999), new Series("m", Labels.of("x", "")), 1 / 3.0),
                new ImportedSample(NOW, new Series("m", Labels.NONE), Double.NEGATIVE_INFINITY),
                new ImportedSample(NOW, new Series("m", Labels.NONE), Double.MIN_VALUE));
        StringBuilder text = new StringBuilder(Csv.HEADER);
        for (ImportedSample sample : samples) {
            Csv.write(text, sample.series(), sample.at(), sample.value());
        }

        CsvRecords records = records(text.toString());
        assertThat(records.next()).containsExactly("time", "metric", "labels", "value");
        List<ImportedSample> read = new ArrayList<>();
        ImportedSample.Reader reader = new ImportedSample.Reader(NOW);
        for (List<String> cells = records.next(); cells != null; cells = records.next()) {
            read.add(reader.read(cells));
        }
        assertThat(read).isEqualTo(samples);
    }

    @Test
    void linesAreCountedThroughQuotedOnesAndWithAnyEnd() throws IOException {
        CsvRecords records = records("a,b\n\"c\r\nd\",e\r\n\nf");
        assertThat(records.next()).containsExactly("a", "b");
        assertThat(records.next()).containsExactly("c\r\nd", "e");
        assertThat(records.line()).isEqualTo(2);
        assertThat(records.next()).containsExactly("");
        assertThat(records.next()).containsExactly("f");
        assertThat(records.line()).isEqualTo(5);
        assertThat(records.next()).isNull();
    }

    @Test
    void whatIsNoRecordIsSaid() {
        assertThatThrownBy(() -> records("a,\"b").next()).hasMessage("has a quoted cell without an end");
        assertThatThrownBy(() -> records("a,b\"c\"").next()).hasMessageContaining("quotation mark within a cell");
        assertThatThrownBy(() -> records("x".repeat(20_000)).next()).hasMessageContaining("16384 bytes");
        assertThatThrownBy(() -> new CsvRecords(new ByteArrayInputStream(new byte[]{'a', (byte) 0xC3, '\n'})).next())
                .hasMessage("is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "yesterday|m||1|has the time 'yesterday', but must have an RFC 3339 time from 1970 to now",
            "2026-03-01T12:00:01Z|m||1|from 1970 to now (2026-03-01T12:00:00Z)",
            "2026-03-01T11:00:00.0001Z|m||1|to the millisecond at most",
            "1969-03-01T11:00:00Z|m||1|from 1970",
            "2026-03-01T11:00:00Z|M||1|has the metric 'M', but must have a name such as",
            "2026-03-01T11:00:00Z|m{a=\"b\"}||1|has the metric",
            "2026-03-01T11:00:00Z|probe.p95||1|those of probes come from their runs",
            "2026-03-01T11:00:00Z|m|a=b|1|has the labels 'a=b', but must have empty or such as",
            "2026-03-01T11:00:00Z|m|{a!=\"b\"}|1|each with = and a value",
            "2026-03-01T11:00:00Z|m|{a=\"b\",a=\"c\"}|1|different names",
            "2026-03-01T11:00:00Z|m||1d|has the value '1d', but must have a number such as",
            "2026-03-01T11:00:00Z|m||NaN|has the value 'NaN'",
            "2026-03-01T11:00:00Z|m||0x1p3|has the value '0x1p3'",
            "2026-03-01T11:00:00Z|m|||has the value ''"})
    void whatIsNoSampleIsSaidWithWhatIsAllowed(String time, String metric, String labels, String value,
            String sentence) {
        assertThatThrownBy(() -> new ImportedSample.Reader(NOW).read(
                List.of(time, metric, labels == null ? "" : labels, value == null ? "" : value)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(sentence);
    }

    private static CsvRecords records(String text) {
        return new CsvRecords(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
