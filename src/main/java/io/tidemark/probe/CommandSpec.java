package io.tidemark.probe;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Scale;
import io.tidemark.metric.Secret;
import io.tidemark.metric.Unit;
import io.tidemark.probe.command.Mark;
import io.tidemark.probe.command.Program;
import io.tidemark.probe.workload.Command;
import io.tidemark.probe.workload.Command.Work;
import io.tidemark.probe.workload.Workloads;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a command of a probe's settings; no complaint shows an argument, a variable or the input. Starts nothing. */
record CommandSpec(String key, CommandSettings settings) {

    /** Of the service's own environment a program gets no more than it takes to find and say things. */
    private static final List<String> PASSED_ON = List.of("PATH", "LANG", "HOME");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?", Pattern.DOTALL);
    private static final Pattern MEASURE = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)([a-zµ]*)");
    private static final int MOST_ARGUMENTS = 1_000;
    private static final int MOST_INPUT = 1_000_000;
    private static final int MOST_MEASURES = 50;
    private static final int MOST_EXIT_CODE = 255;
    /** What is left of a run after a program has used up its time is for ending it. */
    private static final int PATIENCE_PERCENT = 80;
    private static final int GRACE_PERCENT = 4;
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(5);

    /**
     * @param deadline of a run
     * @throws IllegalArgumentException with one sentence that names the key
     */
    static Command of(String key, @Nullable CommandSettings settings, Duration deadline) {
        if (settings == null) {
            throw new IllegalArgumentException(key + ".run: is missing; it is the program and its arguments");
        }
        return new CommandSpec(key, settings).read(deadline);
    }

    private Command read(Duration deadline) {
        Map<String, Metric> declared = declared();
        Duration grace = percent(deadline, GRACE_PERCENT);
        return new Command(program(), declared, work(declared), percent(deadline, PATIENCE_PERCENT),
                grace.compareTo(LONGEST_GRACE) < 0 ? grace : LONGEST_GRACE);
    }

    private static Duration percent(Duration whole, int percent) {
        return whole.multipliedBy(percent).dividedBy(100);
    }

    private Program program() {
        List<Secret> run = settings.run() == null ? List.of() : settings.run();
        Bounds.refuse(run.isEmpty() || run.getFirst().value().isBlank(),
                key + ".run: is missing; it is the program and its arguments, such as [k6, run, checkout.js]");
        Bounds.refuse(run.size() > MOST_ARGUMENTS,
                key + ".run: must have at most " + MOST_ARGUMENTS + " entries, got " + run.size());
        for (int i = 0; i < run.size(); i++) {
            Bounds.refuse(run.get(i).value().indexOf('\0') >= 0,
                    key + ".run[" + i + "]: has the character of code 0, which no argument may hold");
        }
        return new Program(run.getFirst().value().strip(), run.subList(1, run.size()), settings.directory(),
                environment(), input(), exitCodes());
    }

    private Map<String, Secret> environment() {
        Map<String, Secret> all = new LinkedHashMap<>();
        PASSED_ON.forEach(name -> Optional.ofNullable(System.getenv(name))
                .ifPresent(value -> all.put(name, new Secret(value))));
        List<Secret> written = settings.environment() == null ? List.of() : settings.environment();
        for (int i = 0; i < written.size(); i++) {
            add(key + ".environment[" + i + "]", written.get(i).value(), all);
        }
        return all;
    }

    private static void add(String at, String written, Map<String, Secret> all) {
        Matcher form = VARIABLE.matcher(written);
        Bounds.refuse(!form.matches() || written.indexOf('\0') >= 0 || Mark.VARIABLE.equals(form.group(1)),
                at + ": must be NAME=value, or the NAME of a variable of this service to pass on");
        String value = form.group(2) == null ? System.getenv(form.group(1)) : form.group(2);
        Bounds.refuse(value == null, at + ": this service has no variable of that name to pass on");
        all.put(form.group(1), new Secret(Objects.requireNonNull(value)));
    }

    private @Nullable Secret input() {
        Secret input = settings.stdin();
        Bounds.refuse(input != null && input.value().length() > MOST_INPUT,
                key + ".stdin: must have at most " + MOST_INPUT + " characters");
        return input;
    }

    private Set<Integer> exitCodes() {
        List<Integer> codes = settings.exitCodes() == null ? List.of() : settings.exitCodes();
        codes.forEach(code -> Bounds.within(key + ".exit-codes", code, 0, 0, MOST_EXIT_CODE));
        return codes.isEmpty() ? Set.of(0) : new TreeSet<>(codes);
    }

    private Map<String, Metric> declared() {
        List<MeasureSettings> written = settings.measures() == null ? List.of() : settings.measures();
        Bounds.refuse(written.size() > MOST_MEASURES, key + ".measures: must be at most " + MOST_MEASURES);
        Map<String, Metric> declared = new LinkedHashMap<>();
        for (int i = 0; i < written.size(); i++) {
            String at = key + ".measures[" + i + "]";
            String name = name(at + ".name", written.get(i).name());
            Bounds.refuse(declared.put(name, metric(at, name, written.get(i))) != null,
                    at + ".name: '" + name + "' is there twice");
        }
        return declared;
    }

    private static String name(String at, @Nullable String written) {
        String name = written == null ? "" : written.strip();
        Bounds.refuse(!MEASURE.matcher(name).matches(), at + ": '" + name
                + "' must start with a lower-case letter, then such letters, digits or '_', at most 63 characters");
        boolean taken = ProbeMeasure.named(name).isPresent() || Workloads.all().values().stream()
                .flatMap(maker -> maker.get().traits().measures().stream()).map(Metric::name)
                .anyMatch((ProbeMeasure.PREFIX + name)::equals);
        Bounds.refuse(taken, at + ": '" + name + "' is a measure of ours already; choose another name");
        return name;
    }

    private static Metric metric(String at, String name, MeasureSettings settings) {
        String written = settings.unit() == null ? Unit.ONE.symbol() : settings.unit().strip();
        Unit unit = Scale.written(written).map(Scale.Written::unit)
                .orElseThrow(() -> new IllegalArgumentException(at + ".unit: '" + written + "' is unknown; allowed are "
                        + units() + ", sizes and 1 also with /s behind"));
        return Metric.gauge(ProbeMeasure.PREFIX + name, unit,
                settings.better() == null ? Better.NEITHER : settings.better(), "Told by a program");
    }

    private static String units() {
        return Stream.concat(Stream.of(Unit.ONE.symbol()),
                Stream.of(Scale.values()).map(Scale::symbol).filter(symbol -> !symbol.isEmpty()))
                .collect(Collectors.joining(", "));
    }

    private Optional<Work> work(Map<String, Metric> declared) {
        if (settings.work() == null) {
            return Optional.empty();
        }
        String written = settings.work().strip();
        Metric told = declared.get(written);
        if (told != null) {
            return Optional.of(new Work.Told(written, told.unit() == Unit.SECONDS));
        }
        return Optional.of(amount(written).orElseThrow(() -> new IllegalArgumentException(key + ".work: '" + written
                + "' is not understood; allowed is a number above 0, a time such as 8m, or the name of one of its measures")));
    }

    private static Optional<Work> amount(String written) {
        Matcher form = AMOUNT.matcher(written);
        if (!form.matches()) {
            return Optional.empty();
        }
        boolean time = !form.group(2).isEmpty();
        return Scale.written(time ? form.group(2) : Unit.ONE.symbol())
                .filter(scale -> scale.unit() == (time ? Unit.SECONDS : Unit.ONE))
                .<Work>map(scale -> new Work.Fixed(
                        Double.parseDouble(form.group(1)) * scale.factor().doubleValue(), time))
                .filter(work -> ((Work.Fixed) work).units() > 0);
    }
}
