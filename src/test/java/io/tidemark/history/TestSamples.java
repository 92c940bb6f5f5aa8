package io.tidemark.history;

import io.tidemark.history.journal.Column;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import java.util.Random;

/** Samples as machines make them: late, early, with gaps, and counters that start again. */
final class TestSamples {

    static final String METRIC = "system.cpu.time";
    private static final long EVERY = 15_000;

    private final Series series;
    private final Random random;
    private final boolean counter;
    private double value;

    private TestSamples(String kind, int seed, boolean counter) {
        this.series = new Series(METRIC, Labels.of("mode", kind + seed));
        this.random = new Random(seed);
        this.counter = counter;
    }

    static TestSamples counter(int seed) {
        return new TestSamples("counter", seed, true);
    }

    static TestSamples gauge(int seed) {
        return new TestSamples("gauge", seed, false);
    }

    Series series() {
        return series;
    }

    /** Some more, from one instant to another (exclusive). */
    Column between(long from, long to) {
        Column column = new Column();
        long gapTo = from;
        for (long at = from; at < to; at += EVERY) {
            if (random.nextInt(400) == 0) {
                gapTo = at + random.nextInt(1_200_000);
            }
            if (at >= gapTo) {
                column.add(Math.min(to - 1, at + random.nextInt(4000)), next());
            }
        }
        return column;
    }

    private double next() {
        if (!counter) {
            return random.nextGaussian() * 100;
        }
        value = random.nextInt(300) == 0 ? random.nextInt(3) : value + random.nextDouble() * 10;
        return value;
    }
}
