package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Fixed cost and cost per unit are told apart, and a line that does not fit says so. */
class LineTests {

    @Test
    void aStraightLineIsFoundAsItIs() {
        Line line = through(rows -> 0.001 + rows * 2e-6);

        assertThat(line.fixed()).isCloseTo(0.001, within(1e-12));
        assertThat(line.slope()).isCloseTo(2e-6, within(1e-15));
        assertThat(line.fit()).isCloseTo(1, within(1e-9));
    }

    @Test
    void deviationsCountByTheirShare() {
        Line line = Line.through(List.of(new Line.Point(1, 0.0011), new Line.Point(10, 0.00102 * 0.95),
                new Line.Point(100, 0.0012), new Line.Point(1000, 0.003 * 1.05)));

        assertThat(line.fixed()).isCloseTo(0.001, within(0.0001));
        assertThat(line.slope()).isCloseTo(2e-6, within(3e-7));
        assertThat(line.fit()).isBetween(0.95, 0.999);
    }

    @Test
    void whatGrowsWithTheSquareOfTheSizeDoesNotFit() {
        assertThat(through(rows -> 1e-6 * rows * rows).fit()).isLessThan(0.5);
    }

    @Test
    void whatDoesNotGrowHasNoCostPerUnit() {
        Line line = through(_ -> 0.001);

        assertThat(line.slope()).isCloseTo(0, within(1e-15));
        assertThat(line.fit()).isEqualTo(1);
    }

    private static Line through(DoubleUnaryOperator cost) {
        return Line.through(DoubleStream.of(1, 10, 100, 1000)
                .mapToObj(size -> new Line.Point(size, cost.applyAsDouble(size))).toList());
    }
}
