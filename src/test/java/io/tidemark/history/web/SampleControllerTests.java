package io.tidemark.history.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.history.SeriesPoints;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import io.tidemark.web.ProblemException;
import io.tidemark.web.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How requests are read and rows are written. */
class SampleControllerTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void timesAreReadInEveryForm() {
        assertThat(TimeText.instant("start", "now", NOW)).isEqualTo(NOW);
        assertThat(TimeText.instant("start", "-6h", NOW)).isEqualTo(NOW.minus(Duration.ofHours(6)));
        assertThat(TimeText.instant("start", "1772366400.5", NOW)).isEqualTo(NOW.plusMillis(500));
        assertThat(TimeText.instant("start", "2026-03-01T13:00:00+01:00", NOW)).isEqualTo(NOW);
        assertThat(TimeText.instant("start", "1772366400500", NOW)).isEqualTo(NOW.plusMillis(500));
        assertThat(TimeText.instant("start", "-999999999d", NOW)).isEqualTo(Instant.EPOCH);
        assertThat(TimeText.duration("step", "250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(TimeText.duration("step", "15")).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void whatIsNotUnderstoodIsNamedWithWhatIsAllowed() {
        assertThatThrownBy(() -> TimeText.instant("start", "yesterday", NOW)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("'start'").hasMessageContaining("yesterday").hasMessageContaining("RFC 3339");
        assertThatThrownBy(() -> TimeText.duration("step", "1h30m")).isInstanceOf(ProblemException.class)
                .hasMessageContaining("'step'").hasMessageContaining("1h30m");
    }

    @Test
    void cellsAreQuotedWhereTheyMustBe() {
        List<SeriesPoints> series = List.of(
                new SeriesPoints(new Series("system.load.1m", Labels.NONE), List.of(new Point(NOW, 0.5))),
                new SeriesPoints(new Series("system.cpu.time", Labels.of("mode", "id\"le", "x", "a,b")),
                        List.of(new Point(NOW, 2))));

        assertThat(Csv.of(series)).isEqualTo("""
                time,metric,labels,value\r
                2026-03-01T12:00:00Z,system.load.1m,,0.5\r
                2026-03-01T12:00:00Z,system.cpu.time,"{mode=""id\\""le"",x=""a,b""}",2.0\r
                """);
    }
}
