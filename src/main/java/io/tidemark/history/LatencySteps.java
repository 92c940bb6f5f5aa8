package io.tidemark.history;

import io.tidemark.history.LatencyHistory.Item;
import io.tidemark.history.store.Distributions;
import io.tidemark.history.store.Distributions.Group;
import io.tidemark.history.store.RunSummary;
import io.tidemark.metric.LatencyReader;
import io.tidemark.metric.LatencyTally;
import io.tidemark.metric.ProbeMeasure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Merges runs into steps, in any order. Not safe for threads. */
final class LatencySteps {

    /** From ten nanoseconds to an hour, eight to a decade. */
    private static final double[] GRID = grid();

    private static final List<ProbeMeasure> DRAWN = List.of(ProbeMeasure.P50, ProbeMeasure.P95, ProbeMeasure.P99);

    private final LatencyQuery query;
    private final LatencyReader reader;
    private final TreeMap<Long, Step> steps = new TreeMap<>();

    LatencySteps(LatencyQuery query, LatencyReader reader) {
        this.query = query;
        this.reader = reader;
    }

    void add(RunSummary runs) {
        long index = (runs.startMillis() - query.start().toEpochMilli()) / Math.max(1, query.step().toMillis());
        Step step = steps.computeIfAbsent(index, _ -> new Step());
        step.runs += runs.runs();
        step.operations += runs.operations();
        step.failures += runs.failures();
        step.told.add(runs);
        Distributions.visit(runs.distributions(), (group, _, encoded) -> {
            if (group == Group.OPERATIONS && encoded.length > 0) {
                reader.read(encoded, step.tally);
            }
        });
    }

    LatencyHistory answer() {
        long[][] cells = steps.values().stream().map(step -> step.tally.cells(GRID)).toArray(long[][]::new);
        int from = GRID.length;
        int to = 0;
        for (long[] row : cells) {
            for (int i = 0; i < row.length; i++) {
                if (row[i] > 0) {
                    from = Math.min(from, i);
                    to = Math.max(to, i + 1);
                }
            }
        }
        from = Math.min(from, to);
        List<Item> items = new ArrayList<>();
        for (var step : steps.entrySet()) {
            long[] used = Arrays.copyOfRange(cells[items.size()], from, to);
            items.add(step.getValue().item(query.start().plus(query.step().multipliedBy(step.getKey())), used));
        }
        return new LatencyHistory(query.step(), DoubleStream.of(Arrays.copyOfRange(GRID, from, to)).boxed().toList(),
                items);
    }

    private static double[] grid() {
        List<Double> edges = new ArrayList<>();
        for (int exponent = -8; exponent <= 3; exponent++) {
            for (String mantissa : List.of("1", "1.3", "1.8", "2.4", "3.2", "4.2", "5.6", "7.5")) {
                edges.add(Double.parseDouble(mantissa + "e" + exponent));
            }
        }
        return edges.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static final class Step {

        private final LatencyTally tally = new LatencyTally();
        private final Told told = new Told();
        private long runs;
        private long operations;
        private long failures;

        Item item(Instant time, long[] cells) {
            return new Item(time, runs, operations, failures, percentile(ProbeMeasure.P50, 50),
                    percentile(ProbeMeasure.P95, 95), percentile(ProbeMeasure.P99, 99),
                    LongStream.of(cells).boxed().toList());
        }

        private @Nullable Double percentile(ProbeMeasure measure, double percent) {
            Double mean = told.mean(measure);
            if (mean != null) {
                return mean;
            }
            return operations > failures ? Double.valueOf(tally.percentile(percent)) : null;
        }
    }

    /** What the runs say themselves, as results of other tools do; it goes before what their latencies come to. */
    private static final class Told {

        private final Map<ProbeMeasure, Double> sums = new EnumMap<>(ProbeMeasure.class);
        private final Map<ProbeMeasure, Long> counts = new EnumMap<>(ProbeMeasure.class);

        void add(RunSummary runs) {
            for (ProbeMeasure measure : DRAWN) {
                sums.merge(measure, runs.sums().getOrDefault(measure.measure(), 0d), Double::sum);
                counts.merge(measure, runs.counts().getOrDefault(measure.measure(), 0L), Long::sum);
            }
        }

        @Nullable
        Double mean(ProbeMeasure measure) {
            long count = counts.getOrDefault(measure, 0L);
            return count == 0 ? null : Double.valueOf(sums.getOrDefault(measure, 0d) / count);
        }
    }
}
