package io.tidemark.probe;

import io.tidemark.intake.Results;
import io.tidemark.intake.ResultsException;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Scale;
import io.tidemark.metric.Secret;
import io.tidemark.metric.Unit;
import io.tidemark.probe.command.Mark;
import io.tidemark.probe.command.Program;
import io.tidemark.probe.command.ResultsFile;
import io.tidemark.probe.workload.Command;
import io.tidemark.probe.workload.Command.Work;
import java.nio.file.Path;
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
import org.jspecify.annotations.Nullable;

/** Makes a command of a probe's settings; no complaint shows an argument, a variable or the input. Starts nothing. */
record CommandSpec(String key, CommandSettings settings) {

    /** Of the service's own environment a program gets no more than it takes to find and say things. */
    private static final List<String> PASSED_ON = List.of("PATH", "LANG", "HOME");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?", Pattern.DOTALL);
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)([a-zµ]*)");
    private static final int MOST_ARGUMENTS = 1_000;
    private static final int MOST_INPUT = 1_000_000;
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
        Map<String, Metric> declared = new MeasuresSpec(key + ".measures").read(settings.measures());
        Duration grace = percent(deadline, GRACE_PERCENT);
        return new Command(program(), declared, work(declared), results(), percent(deadline, PATIENCE_PERCENT),
                grace.compareTo(LONGEST_GRACE) < 0 ? grace : LONGEST_GRACE);
    }

    private static Duration percent(Duration whole, int percent) {
        return whole.multipliedBy(percent).dividedBy(100);
    }

    private Program program() {
        List<String> run = settings.run() == null ? List.of() : settings.run();
        Bounds.refuse(run.isEmpty() || run.getFirst().isBlank(),
                key + ".run: is missing; it is the program and its arguments, such as [k6, run, checkout.js]");
        Bounds.refuse(run.size() > MOST_ARGUMENTS,
                key + ".run: must have at most " + MOST_ARGUMENTS + " entries, got " + run.size());
        for (int i = 0; i < run.size(); i++) {
            Bounds.refuse(run.get(i).indexOf('\0') >= 0,
                    key + ".run[" + i + "]: has the character of code 0, which no argument may hold");
        }
        return new Program(run.getFirst().strip(), run.stream().skip(1).map(Secret::new).toList(),
                settings.directory(), environment(), input(), exitCodes());
    }

    private Map<String, Secret> environment() {
        Map<String, Secret> all = new LinkedHashMap<>();
        PASSED_ON.forEach(name -> Optional.ofNullable(System.getenv(name))
                .ifPresent(value -> all.put(name, new Secret(value))));
        List<String> written = settings.environment() == null ? List.of() : settings.environment();
        for (int i = 0; i < written.size(); i++) {
            add(key + ".environment[" + i + "]", written.get(i), all);
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
        String input = settings.stdin();
        Bounds.refuse(input != null && input.length() > MOST_INPUT,
                key + ".stdin: must have at most " + MOST_INPUT + " characters");
        return input == null ? null : new Secret(input);
    }

    private Set<Integer> exitCodes() {
        List<Integer> codes = settings.exitCodes() == null ? List.of() : settings.exitCodes();
        codes.forEach(code -> Bounds.within(key + ".exit-codes", code, 0, 0, MOST_EXIT_CODE));
        return codes.isEmpty() ? Set.of(0) : new TreeSet<>(codes);
    }

    private Optional<ResultsFile> results() {
        ResultsSettings results = settings.results();
        if (results == null) {
            return Optional.empty();
        }
        String at = key + ".results";
        Path file = results.file();
        if (file == null || file.toString().isBlank()) {
            throw new IllegalArgumentException(at + ".file: is missing");
        }
        String format = results.format() == null ? "" : results.format().strip();
        try {
            Results.check(format);
        } catch (ResultsException e) {
            throw new IllegalArgumentException(at + ".format: " + e.sentence(), e);
        }
        Path directory = settings.directory();
        return Optional.of(new ResultsFile(directory == null ? file : directory.resolve(file), format));
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
