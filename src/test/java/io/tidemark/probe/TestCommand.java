package io.tidemark.probe;

import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Run;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.LocalTarget;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Command;
import io.tidemark.probe.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings of a probe that runs a program, each as it is needed. */
record TestCommand(List<String> run, @Nullable Path directory, List<String> environment, @Nullable String stdin,
        List<Integer> exitCodes, @Nullable String work, List<MeasureSettings> measures,
        @Nullable ResultsSettings results, Duration deadline) {

    static final String PROBE = "report";

    static TestCommand of(String... run) {
        return new TestCommand(List.of(run), null, List.of(), null, List.of(), null, List.of(), null,
                Duration.ofSeconds(60));
    }

    /** A script, through an interpreter that is named. */
    static TestCommand script(String script, String... arguments) {
        return of(Stream.concat(Stream.of("/bin/sh", "-c", script, "sh"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    TestCommand in(Path other) {
        return new TestCommand(run, other, environment, stdin, exitCodes, work, measures, results,
                deadline);
    }

    TestCommand environment(String... variables) {
        return new TestCommand(run, directory, List.of(variables), stdin, exitCodes, work, measures, results,
                deadline);
    }

    TestCommand stdin(String input) {
        return new TestCommand(run, directory, environment, input, exitCodes, work, measures, results,
                deadline);
    }

    TestCommand exitCodes(Integer... codes) {
        return new TestCommand(run, directory, environment, stdin, List.of(codes), work, measures, results,
                deadline);
    }

    TestCommand work(String done) {
        return new TestCommand(run, directory, environment, stdin, exitCodes, done, measures, results,
                deadline);
    }

    TestCommand measure(String name, @Nullable String unit, @Nullable Better better) {
        return new TestCommand(run, directory, environment, stdin, exitCodes, work,
                Stream.concat(measures.stream(), Stream.of(new MeasureSettings(name, unit, better))).toList(),
                results, deadline);
    }

    TestCommand results(String file, String format) {
        return new TestCommand(run, directory, environment, stdin, exitCodes, work, measures,
                new ResultsSettings(Path.of(file), format), deadline);
    }

    TestCommand deadline(Duration longest) {
        return new TestCommand(run, directory, environment, stdin, exitCodes, work, measures, results,
                longest);
    }

    ProbeSettings settings() {
        return new ProbeSettings(null, "command", null, null, null, null, null, deadline, null, null, null, null, null,
                null, null, null, new CommandSettings(run, directory, environment,
                        stdin, exitCodes, work, measures, results),
                null);
    }

    /** A run that may last for longer than its program: else both would end at nearly the same time. */
    Run runBeyondDeadline() throws InterruptedException {
        Command command = CommandSpec.of("command", settings().command(), deadline);
        try (SessionPool pool = new SessionPool(new LocalTarget("command." + PROBE), 2, true)) {
            return TestProbes.engine().run(new Plan(PROBE, Objects.requireNonNull(Workloads.all().get("command")), pool,
                    null, Load.closed(1, 1, 0, 1, deadline.multipliedBy(10)), command)).run();
        }
    }

    /** The probe of that name alone. */
    Probes probes() {
        return TestProbes.of(Map.of(), Map.of(PROBE, settings()), false, Path.of("target", "unused"));
    }
}
