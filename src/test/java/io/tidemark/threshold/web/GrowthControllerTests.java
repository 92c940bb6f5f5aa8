package io.tidemark.threshold.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.history.Growth.Trend;
import io.tidemark.history.History;
import io.tidemark.history.SampleQuery;
import io.tidemark.history.SeriesPoints;
import io.tidemark.history.SeriesPoints.Point;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import io.tidemark.metric.Sources;
import io.tidemark.web.ProblemException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class GrowthControllerTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String MATCH = "process.resident{process=\"shop\"}";

    private final GrowthController controller = new GrowthController(history(),
            new StaticListableBeanFactory().getBeanProvider(Sources.class), () -> NOW);

    @Test
    void setsGrowthAgainstAThousandOperationsOfAProbe() {
        GrowthJson shop = controller.growth(MATCH, "-100m", "now", "orders").items().getFirst();

        assertThat(shop.trend()).isEqualTo(Trend.GROWING);
        assertThat(shop.increase()).isCloseTo(99e6, within(1.0));
        assertThat(shop.values()).isEqualTo(100);
        assertThat(shop.sentence()).startsWith(MATCH + " is growing: by ");
        GrowthJson.PerOperations per = Objects.requireNonNull(shop.perThousandOperations());
        assertThat(per.operations()).isEqualTo(50_000);
        assertThat(per.increase()).isCloseTo(99e6 / 50, within(1.0));
    }

    @Test
    void withoutAProbeItSaysNothingOfOperations() {
        assertThat(controller.growth(MATCH, "-100m", "now", null).items().getFirst().perThousandOperations()).isNull();
    }

    @Test
    void saysWhatIsMissingWhenThereAreTooFewValues() {
        GrowthJson few = controller.growth("system.load.1m", "-100m", "now", null).items().getFirst();

        assertThat(few.trend()).isEqualTo(Trend.UNDECIDED);
        assertThat(few.increase()).isNull();
        assertThat(few.sentence())
                .isEqualTo("system.load.1m has 3 values, and 12 are needed to tell whether it grows.");
    }

    @Test
    void namesWhatItCannotAnswer() {
        assertThatThrownBy(() -> controller.growth(MATCH, "-100m", "now", "nobody"))
                .isInstanceOf(ProblemException.class).hasMessageContaining("'nobody'");
        assertThatThrownBy(() -> controller.growth(MATCH, "now", "-1h", null)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("must be before end");
    }

    /** A process that grows by a megabyte a minute, and a probe that does five hundred operations in each. */
    private static History history() {
        return (History) Proxy.newProxyInstance(History.class.getClassLoader(), new Class<?>[]{History.class},
                (_, _, arguments) -> samples((SampleQuery) arguments[0]));
    }

    private static List<SeriesPoints> samples(SampleQuery query) {
        return switch (query.selector().metric()) {
            case "process.resident" -> series(new Series("process.resident", Labels.of("process", "shop")), 100,
                    i -> 400e6 + 1e6 * i);
            case "system.load.1m" -> series(new Series("system.load.1m", Labels.NONE), 3, i -> i);
            case "probe.operations" -> {
                Series orders = new Series("probe.operations", Labels.of("probe", "orders"));
                yield query.selector().matches(orders) ? series(orders, 100, _ -> 500) : List.of();
            }
            default -> List.of();
        };
    }

    private static List<SeriesPoints> series(Series series, int count, IntToDoubleFunction value) {
        return List.of(new SeriesPoints(series, IntStream.range(0, count)
                .mapToObj(i -> new Point(NOW.minusSeconds(60L * (count - i)), value.applyAsDouble(i))).toList()));
    }
}
