package io.tidemark.alert.cause;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Figures as people say them; counters as what they gain per second. */
final class Figure {

    private static final List<String> SHARES = List.of("utilization", "ratio", "rate", "share");
    private static final List<String> BYTES = List.of("B", "kB", "MB", "GB", "TB", "PB");
    private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_UP);

    private Figure() {}

    /** Whether its values are parts of a whole, 0 to 1. */
    static boolean isShare(Metric metric) {
        return metric.kind() == Kind.GAUGE && SHARES.stream().anyMatch(metric.name()::endsWith);
    }

    static String text(Metric metric, double value) {
        boolean counter = metric.kind() == Kind.COUNTER;
        return switch (metric.unit()) {
            // Seconds gained per second are a part of the time, until several things are counted at once.
            case SECONDS ->
                !counter ? seconds(value) : Math.abs(value) <= 1.005 ? share(value) : number(value) + " s/s";
            case BYTES -> bytes(value) + (counter ? "/s" : "");
            case BYTES_PER_SECOND -> bytes(value) + "/s";
            case PER_SECOND -> number(value) + "/s";
            case ONE -> isShare(metric) ? share(value) : number(value) + (counter ? "/s" : "");
        };
    }

    static String share(double value) {
        double percent = 100 * value;
        return Math.abs(percent) < 9.95 && Math.round(percent) != percent
                ? String.format(Locale.ROOT, "%.1f %%", percent)
                : Math.round(percent) + " %";
    }

    static String seconds(double value) {
        double size = Math.abs(value);
        if (size == 0 || size >= 1) {
            return number(value) + " s";
        }
        return size >= 1e-3 ? number(value * 1e3) + " ms" : number(value * 1e6) + " µs";
    }

    static String number(double value) {
        double shown = Math.abs(value) >= 1000 ? Math.rint(value) : value;
        BigDecimal rounded = Math.abs(value) >= 1000
                ? BigDecimal.valueOf(shown)
                : BigDecimal.valueOf(shown).round(THREE);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private static String bytes(double value) {
        int step = 0;
        double left = value;
        while (Math.abs(left) >= 1000 && step < BYTES.size() - 1) {
            left /= 1000;
            step++;
        }
        return number(left) + " " + BYTES.get(step);
    }
}
