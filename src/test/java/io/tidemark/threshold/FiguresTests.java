package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Unit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTests {

    @ParameterizedTest
    @CsvSource({"SECONDS, 0.0124, 12.4 ms", "SECONDS, 0, 0 s", "SECONDS, 0.0000004, 400 ns", "SECONDS, 0.00025, 250 µs",
            "SECONDS, 12, 12 s", "SECONDS, 600, 600 s", "SECONDS, 86400, 24 h", "SECONDS, -0.002, -2 ms",
            "BYTES, 512, 512 B", "BYTES, 1536, 1.54 kB", "BYTES, 1234567890, 1.23 GB", "BYTES, 5e6, 5 MB",
            "BYTES_PER_SECOND, 5e6, 5 MB/s", "PER_SECOND, 1234.6, 1235/s", "ONE, 65536, 65536", "ONE, 0.12345, 0.123",
            "ONE, 1e20, 100000000000000000000"})
    void readLikePeopleWriteThem(Unit unit, double value, String text) {
        assertThat(Figures.text(value, value, unit, false)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.01002, 0.01, 10.02 ms", "0.0100002, 0.01, 10.0002 ms", "0.01, 0.01, 10 ms"})
    void haveAsManyDigitsAsItTakesToTellThemFromTheLimit(double value, double limit, String text) {
        assertThat(Figures.text(value, limit, Unit.SECONDS, false)).isEqualTo(text);
    }
}
