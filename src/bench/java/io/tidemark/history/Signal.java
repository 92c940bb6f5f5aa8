package io.tidemark.history;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** A made-up series of one of the kinds that machines have. */
record Signal(Series series, DoubleSupplier values) {

    static Signal of(int number, Random random) {
        return switch (number % 10) {
            case 0 -> signal("counter.bytes", number, sum(() -> random.nextInt(200_000)));
            case 1 -> signal("counter.ticks", number, scaled(sum(() -> random.nextInt(40)), 100));
            case 2 -> signal("counter.micros", number, scaled(sum(() -> random.nextInt(20_000)), 1e6));
            case 3 -> signal("counter.rare", number, sum(() -> random.nextInt(60) == 0 ? random.nextInt(50) : 0));
            case 4 -> signal("gauge.integer", number, () -> 200 + Math.rint(random.nextGaussian() * 4));
            case 5 -> signal("gauge.pages", number, pages(random));
            case 6 -> signal("gauge.ratio", number, () -> random.nextInt(60) / (double) (198 + random.nextInt(4)));
            case 7 -> signal("gauge.walk", number, sum(random::nextGaussian));
            case 8 -> signal("gauge.constant", number, () -> 25_276_502_016.0);
            default -> signal("gauge.sparse", number, sparse(random));
        };
    }

    double next() {
        return values.getAsDouble();
    }

    private static Signal signal(String metric, int number, DoubleSupplier values) {
        return new Signal(new Series(metric, Labels.of("number", Integer.toString(number))), values);
    }

    private static DoubleSupplier sum(DoubleSupplier more) {
        double[] total = {0};
        return () -> total[0] += more.getAsDouble();
    }

    private static DoubleSupplier scaled(DoubleSupplier whole, double divisor) {
        return () -> whole.getAsDouble() / divisor;
    }

    private static DoubleSupplier pages(Random random) {
        return scaled(sum(() -> random.nextInt(4) == 0 ? Math.rint(random.nextGaussian() * 300) * 4096 : 0), 1);
    }

    private static DoubleSupplier sparse(Random random) {
        double[] level = {30};
        return () -> {
            if (random.nextInt(30) == 0) {
                level[0] = 30 + random.nextInt(5);
            }
            return level[0];
        };
    }
}
