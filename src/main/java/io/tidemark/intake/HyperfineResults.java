package io.tidemark.intake;

import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Unit;
import java.io.Reader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What `hyperfine --export-json` writes: one result for each command; times in seconds, memory in bytes. */
final class HyperfineResults implements ResultsFormat {

    @Override
    public String name() {
        return "hyperfine";
    }

    @Override
    public List<Imported> read(Reader file) {
        return JsonText.read(file, json -> {
            List<Imported> results = new ArrayList<>();
            json.only("results", () -> results.addAll(json.list(() -> new Command(json).read())));
            return results;
        });
    }

    /** One command, field after field. */
    private static final class Command {

        private static final int MOST_RUNS = 1_000_000;
        private static final String FAILED = "exit_code";

        private final JsonText json;
        private final Figures own;
        private final Figures ofTimes;
        private final DoubleStream.Builder times = DoubleStream.builder();
        private final BitSet failed = new BitSet();
        private String name = "";
        private int runs;
        private int codes;

        Command(JsonText json) {
            this.json = json;
            this.own = new Figures(json);
            this.ofTimes = new Figures(json);
        }

        Imported read() {
            json.object(this::field);
            if (name.isEmpty()) {
                throw json.refused("the result has no field 'command'");
            }
            if (runs > 0 && codes > 0 && runs != codes) {
                throw json.refused("there are " + runs + " times and " + codes + " exit codes");
            }
            Iterations succeeded = new Iterations();
            Iterations others = new Iterations();
            double[] all = times.build().toArray();
            for (int i = 0; i < all.length; i++) {
                (failed.get(i) ? others : succeeded).add(all[i]);
            }
            return imported(succeeded, others);
        }

        private Imported imported(Iterations succeeded, Iterations others) {
            List<Figure> figures = new ArrayList<>(own.all());
            List<String> notes = new ArrayList<>();
            if (others.count() == 0) {
                figures.addAll(ofTimes.all());
            } else {
                notes.add("The mean and its like were left out: the tool counts failed runs into them");
            }
            return new Imported(name, null, succeeded.together(), succeeded.distribution(),
                    others.count() == 0 ? Map.of() : Map.of(FAILED, others.distribution()), figures, notes);
        }

        private void field(String field) {
            switch (field) {
                case "command" -> name = json.name();
                case "mean" -> ofTimes.add(ProbeMeasure.MEAN, json.amount());
                case "stddev" -> ofTimes.add(ProbeMeasure.STDDEV, json.amountIfAny());
                case "median" -> ofTimes.add(ProbeMeasure.P50, json.amount());
                case "min" -> ofTimes.add(ProbeMeasure.MIN, json.amount());
                case "max" -> ofTimes.add(ProbeMeasure.MAX, json.amount());
                case "user", "system" -> own.add(field, Unit.SECONDS, Better.LOWER, json.amount());
                case "times" -> json.array(this::time);
                case "exit_codes" -> json.array(this::code);
                case "memory_usage_byte" -> memory();
                default -> json.skip();
            }
        }

        private void time() {
            if (++runs > MOST_RUNS) {
                throw json.refused("more than " + MOST_RUNS + " times of one command");
            }
            times.add(json.amount());
        }

        /** None is there for a program that a signal ended. */
        private void code() {
            Double code = json.numberIfAny();
            failed.set(codes++, code == null || code != 0);
        }

        private void memory() {
            double[] most = {-1};
            json.array(() -> most[0] = Math.max(most[0], json.amount()));
            if (most[0] >= 0) {
                own.add("memory", Unit.BYTES, Better.LOWER, most[0]);
            }
        }
    }
}
