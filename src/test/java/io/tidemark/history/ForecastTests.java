package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.tidemark.history.Forecast.Growth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How large a store becomes, and when. */
class ForecastTests {

    @Test
    void aTierGrowsUntilItIsAsOldAsItMayBecome() {
        Forecast forecast = new Forecast(100, List.of(Growth.of(50, 10, 20, 5)));

        assertThat(forecast.fullBytes()).isEqualTo(300);
        assertThat(forecast.daysTo(200)).hasValueCloseTo(5.0, offset(1e-9));
        assertThat(forecast.daysTo(300)).hasValueCloseTo(15.0, offset(1e-9));
        assertThat(forecast.daysTo(301)).isEmpty();
        assertThat(forecast.daysTo(100)).hasValue(0);
    }

    @Test
    void shortTiersStopGrowingBeforeLongOnes() {
        Forecast forecast = new Forecast(0, List.of(Growth.of(0, 100, 2, 0), Growth.of(0, 1, 1000, 0)));

        assertThat(forecast.fullBytes()).isEqualTo(1200);
        assertThat(forecast.daysTo(101)).hasValueCloseTo(1.0, offset(1e-9));
        assertThat(forecast.daysTo(700)).hasValueCloseTo(500.0, offset(1e-9));
    }

    @Test
    void aTierThatIsFullStaysAsItIsAndOneThatDoesNotGrowToo() {
        Forecast forecast = new Forecast(0, List.of(Growth.of(20, 10, 2, 2), Growth.of(7, 0, 30, 0)));

        assertThat(forecast.fullBytes()).isEqualTo(27);
        assertThat(forecast.daysTo(28)).isEmpty();
    }

    @Test
    void whatCameFromElsewhereIsOldAndDoesNotMakeItGrowFaster() {
        Forecast forecast = new Forecast(0, List.of(Growth.of(10, 10, 30, 29)));

        assertThat(forecast.fullBytes()).isEqualTo(300);
        assertThat(forecast.daysTo(20)).hasValueCloseTo(1.0, offset(1e-9));
    }
}
