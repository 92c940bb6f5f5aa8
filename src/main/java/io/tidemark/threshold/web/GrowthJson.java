package io.tidemark.threshold.web;

import io.tidemark.history.Growth;
import io.tidemark.history.Growth.Trend;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import io.tidemark.threshold.GrowthText;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one series moved. Numbers are in the metric's unit; null with too few values to tell.
 *
 * @param increase fitted over the whole span
 * @param low lower end of the interval that holds the increase with a confidence of 99 %
 * @param high upper end
 * @param level mean of the values
 * @param values how many were looked at, each the mean of a step where there are many
 * @param sentence what all this says
 * @param perThousandOperations the same set against what a probe did meanwhile; null unless asked for
 */
record GrowthJson(String metric, Map<String, String> labels, Trend trend, @Nullable Double increase,
        @Nullable Double low, @Nullable Double high, @Nullable Double level, @Nullable Double spanSeconds, int values,
        String sentence, @Nullable PerOperations perThousandOperations) {

    static GrowthJson of(Series series, int values, Optional<Growth> fitted, Unit unit,
            Function<Growth, @Nullable PerOperations> per) {
        return fitted.map(growth -> new GrowthJson(series.metric(), series.labels().values(), growth.trend(),
                growth.increase(), growth.low(), growth.high(), growth.level(), growth.span().toMillis() / 1e3, values,
                GrowthText.sentence(series.toString(), growth, unit), per.apply(growth)))
                .orElseGet(() -> new GrowthJson(series.metric(), series.labels().values(), Trend.UNDECIDED, null, null,
                        null, null, null, values, series + " has " + values + " values, and " + Growth.LEAST_VALUES
                                + " are needed to tell whether it grows.",
                        null));
    }

    /**
     * Growth for a thousand operations.
     *
     * @param operations that the probe tried in the same time
     */
    record PerOperations(String probe, long operations, double increase, double low, double high) {

        private static final double THOUSAND = 1000;

        static PerOperations of(String probe, double operations, Growth growth) {
            double factor = THOUSAND / operations;
            return new PerOperations(probe, Math.round(operations), growth.increase() * factor, growth.low() * factor,
                    growth.high() * factor);
        }
    }
}
