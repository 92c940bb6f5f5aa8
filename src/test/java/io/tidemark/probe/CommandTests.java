package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs as probes: what is told of them, and what a program can do that must be told otherwise. */
class CommandTests {

    private static final String BUSY = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";

    @TempDir
    private Path directory;

    private static Run run(TestCommand command) {
        try (Probes probes = command.probes()) {
            return probes.sources().stream().filter(source -> source.name().equals(TestCommand.PROBE)).findFirst()
                    .orElseThrow().observe().run().orElseThrow();
        }
    }

    private static Run succeed(TestCommand command) {
        Run run = run(command);
        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        return run;
    }

    private static Run failed(TestCommand command, String kind) {
        Run run = run(command);
        assertThat(run.errors()).as(run.outcome().reason()).containsOnlyKeys(kind);
        return run;
    }

    private static String fail(TestCommand command, String kind) {
        return failed(command, kind).outcome().reason();
    }

    @Test
    void isStartedOnceAndTellsItsTimeItsUseAndItsOutput() {
        Run run = succeed(TestCommand.script("echo hello; (" + BUSY + ")").exitCodes(0, 3));

        assertThat(run.attempts()).isEqualTo(1);
        assertThat(run.operations()).containsOnlyKeys("run");
        assertThat(run.phases()).containsKeys("start", "run");
        assertThat(run.measures()).containsEntry("exit_code", 0.0).containsEntry("output", 6.0)
                .containsEntry("ignored_lines", 1.0).doesNotContainKeys("cold", "work_rate", "real_time_factor");
        assertThat(run.measures().get("processor_time")).as("of a child that was waited for").isGreaterThan(0.01);
    }

    @Test
    void theMemoryOfAProgramIsSeen() {
        Run run = succeed(
                TestCommand.script("text=$(head -c 30000000 /dev/zero | tr '\\0' x); sleep 2; echo ${#text}"));

        assertThat(run.measures().get("peak_memory")).isGreaterThan(30e6);
    }

    @Test
    void argumentsAndInputArriveAsTheyAre() {
        succeed(TestCommand
                .script("[ \"$1\" = '$(id) * \"' ] && [ \"$2\" = '' ] && [ \"$(od -An -tx1 | tr -d ' ')\" = 66c3bc72 ]",
                        "$(id) * \"", "")
                .stdin("für"));
    }

    @Test
    void inputNobodyReadsHoldsNobodyUp() {
        succeed(TestCommand.of("/bin/true").stdin("x".repeat(1_000_000)));
    }

    @Test
    void aProgramGetsNoMoreOfTheEnvironmentThanItNeeds() throws IOException {
        Path names = directory.resolve("names");
        succeed(TestCommand.script("[ \"$MODE\" = 'a=b c' ] && env | sed -n 's/=.*//p' > \"$1\"", names.toString())
                .environment("MODE=a=b c", "PATH"));

        Set<String> got = Files.readAllLines(names).stream().collect(Collectors.toSet());
        assertThat(System.getenv()).as("there is more to be kept back").hasSizeGreaterThan(4);
        assertThat(got).contains("MODE", "PATH", "COMMAND_OF_TIDEMARK");
        got.removeAll(Set.of("MODE", "PATH", "HOME", "LANG", "COMMAND_OF_TIDEMARK"));
        assertThat(got).as("beside what the shell itself sets").isSubsetOf("PWD", "OLDPWD", "SHLVL", "_");
    }

    @Test
    void worksInItsDirectory() throws IOException {
        Files.createFile(directory.resolve("here"));
        succeed(TestCommand.script("[ -e here ]").in(directory));
    }

    @Test
    void linesOfDeclaredMeasuresAreTakenIn() {
        Run run = succeed(TestCommand.script("""
                echo starting up
                echo frame_rate 10 1/s
                echo load_time 1500 ms
                printf ' heap\\t0.25\\tMiB\\r\\n'
                echo share .5
                echo other_rate 5 1/s
                echo frame_rate of the whole film
                printf 'frame_rate 61.5 1/s'""").measure("frame_rate", "1/s", Better.HIGHER)
                .measure("load_time", "s", Better.LOWER).measure("heap", "B", null).measure("share", null, null)
                .measure("absent", null, null));

        assertThat(run.measures()).containsEntry("frame_rate", 61.5).containsEntry("load_time", 1.5)
                .containsEntry("heap", 262144.0).containsEntry("share", 0.5).containsEntry("ignored_lines", 3.0)
                .doesNotContainKeys("absent", "other_rate");
    }

    @Test
    void declaredMeasuresHaveTheirUnitAndDirectionForRules() {
        try (Probes probes = TestCommand.of("/bin/true").measure("frame_rate", "1/s", Better.HIGHER).probes()) {
            assertThat(probes.sources().getFirst().description().metrics())
                    .filteredOn(metric -> metric.name().equals("probe.frame_rate")).singleElement()
                    .satisfies(metric -> {
                        assertThat(metric.unit().symbol()).isEqualTo("1/s");
                        assertThat(metric.better()).isEqualTo(Better.HIGHER);
                    });
        }
    }

    @Test
    void aMeasureThatCannotBeReadIsAFailure() {
        assertThat(fail(TestCommand.script("echo rate fast 1/s").measure("rate", "1/s", null), "protocol"))
                .isEqualTo("sh wrote 'rate' with a value that is no number");
        assertThat(fail(TestCommand.script("echo rate NaN 1/s").measure("rate", "1/s", null), "protocol"))
                .isEqualTo("sh wrote 'rate' with a value that is no number");
        assertThat(fail(TestCommand.script("echo rate 5 ms").measure("rate", "1/s", null), "protocol"))
                .isEqualTo("sh wrote 'rate' with a value that cannot be read in its unit 1/s");
        assertThat(fail(TestCommand.script("printf 'rate 5 \\377\\376s\\n'").measure("rate", "1/s", null), "protocol"))
                .isEqualTo("sh wrote 'rate' in what is no UTF-8");
    }

    @Test
    void resultsOfAnotherToolAreTakenIn() throws IOException {
        Path results = directory.resolve("results.json");
        String written = "{\"results\":[{\"command\":\"sort\",\"mean\":0.2,\"stddev\":0.1,\"median\":0.2,"
                + "\"user\":0.1,\"system\":0.1,\"min\":0.1,\"max\":0.3,\"times\":[0.1,0.2,0.3]}]}";
        TestCommand tool = TestCommand.script("[ -z \"$1\" ] || echo \"$1\" > results.json", written).in(directory)
                .results("results.json", "hyperfine");

        Run run = succeed(tool);
        assertThat(run.measures()).containsEntry("sort_p50_seconds", 0.2).containsEntry("sort_max_seconds", 0.3)
                .containsEntry("sort_user_seconds", 0.1).containsEntry("sort_failures", 0.0);
        assertThat(run.latency().count()).as("the probe's own").isEqualTo(1);

        TestCommand silent = TestCommand.script("exit 0").in(directory).results("results.json", "hyperfine");
        assertThat(fail(silent, "not_found")).isEqualTo("sh wrote no results into " + results);
        TestCommand other = TestCommand.script("echo '{}' > results.json").in(directory)
                .results("results.json", "hyperfine");
        assertThat(fail(other, "protocol")).startsWith("sh wrote results that are not taken: ");
    }

    @Test
    void resultsThatWouldBeToldAsTheSameAreAFailure() {
        String written = "{\"results\":[{\"command\":\"a b\",\"times\":[0.1]},{\"command\":\"a-b\",\"times\":[0.2]}]}";
        TestCommand tool = TestCommand.script("echo \"$1\" > results.json", written).in(directory)
                .results("results.json", "hyperfine");

        assertThat(fail(tool, "protocol")).startsWith("sh wrote results of which two would be told as 'a_b_");
    }

    @Test
    void whatAToolTellsIsNoneOfTheProbesOwnMeasures() {
        String written = "{\"metrics\":{\"http_req_duration\":{\"avg\":50},\"http_reqs\":{\"count\":1200,\"rate\":40},"
                + "\"http_req_failed\":{\"passes\":12,\"fails\":1188,\"value\":0.01}}}";
        TestCommand tool = TestCommand.script("echo \"$1\" > results.json", written).in(directory)
                .results("results.json", "k6");

        Run run = succeed(tool);

        assertThat(run.measures()).containsEntry("error_rate_value", 0.01).containsEntry("operations_value", 1200.0)
                .doesNotContainKeys("error_rate", "operations");
        assertThat(ProbeMeasure.value(run, "error_rate", Labels.NONE)).hasValue(0);
    }

    @Test
    void workOverTimeIsARate() {
        Run counted = succeed(TestCommand.of("/bin/true").work("480"));
        assertThat(counted.measures().get("work_rate")).isCloseTo(480 / counted.latency().mean(),
                within(4.8 / counted.latency().mean()));
        assertThat(counted.measures()).doesNotContainKey("real_time_factor");

        Run played = succeed(TestCommand.of("/bin/true").work("8m"));
        assertThat(played.measures().get("real_time_factor")).isEqualTo(played.measures().get("work_rate"))
                .isCloseTo(480 / played.latency().mean(), within(4.8 / played.latency().mean()));

        Run told = succeed(TestCommand.script("echo film 8 m").measure("film", "s", null).work("film"));
        assertThat(told.measures().get("real_time_factor")).isCloseTo(480 / told.latency().mean(),
                within(4.8 / told.latency().mean()));
        assertThat(succeed(TestCommand.of("/bin/true").measure("film", "s", null).work("film")).measures())
                .doesNotContainKey("work_rate");
    }

    @Test
    void whatCannotBeStartedSaysWhy() throws IOException {
        Path plain = Files.writeString(directory.resolve("plain"), "#!/bin/sh\n");

        assertThat(fail(TestCommand.of("no-such-program", "s3cret"), "not_found"))
                .isEqualTo("no-such-program was not found along PATH");
        assertThat(fail(TestCommand.of("/opt/no-such-program", "s3cret"), "not_found"))
                .isEqualTo("no-such-program was not found at /opt/no-such-program");
        assertThat(fail(TestCommand.of(plain.toString(), "s3cret"), "refused"))
                .isEqualTo("plain was not started: it may not be executed");
        assertThat(fail(TestCommand.of("/bin/true").in(directory.resolve("away")), "not_found"))
                .isEqualTo("true was not started: its directory " + directory.resolve("away") + " is not there");
        assertThat(fail(TestCommand.of("/bin/true", "x".repeat(3_000_000)), "other"))
                .isEqualTo("true was not started: Argument list too long");
    }

    @Test
    void anEndThatIsNotExpectedIsAFailureOfItsKind() {
        assertThat(fail(TestCommand.script("exit 3"), "exit_code"))
                .isEqualTo("sh ended with exit code 3 instead of 0");
        assertThat(fail(TestCommand.script("exit 0").exitCodes(3, 1), "exit_code"))
                .isEqualTo("sh ended with exit code 0 instead of 1 or 3");
        assertThat(fail(TestCommand.script("kill -SEGV $$"), "signal"))
                .isEqualTo("sh was ended by signal 11 (exit code 139)");
        assertThat(succeed(TestCommand.script("exit 3").exitCodes(0, 3)).measures()).containsEntry("exit_code", 3.0);
    }

    @Test
    void anExitCodeIsToldWhateverItWas() {
        assertThat(failed(TestCommand.script("exit 3"), "exit_code").measures()).containsEntry("exit_code", 3.0);
        assertThat(failed(TestCommand.script("kill -SEGV $$"), "signal").measures()).containsEntry("exit_code", 139.0);
        assertThat(failed(TestCommand.of("no-such-program"), "not_found").measures()).doesNotContainKey("exit_code");
    }

    @Test
    void anyAmountOfOutputIsTakenOffAProgram() {
        Run run = succeed(TestCommand.script("head -c 100000000 /dev/zero; echo; echo rate 5; head -c 5000000 /dev/zero"
                + " | tr '\\0' '\\n'; echo no complaints >&2; head -c 10000000 /dev/zero >&2")
                .measure("rate", null, null));

        assertThat(run.measures()).containsEntry("output", 105_000_008.0).containsEntry("ignored_lines", 5_000_001.0)
                .containsEntry("rate", 5.0);
    }

    @Test
    void outputWithoutEndIsEndedAtTheDeadline() throws Exception {
        Run run = TestCommand.of("yes").deadline(Duration.ofSeconds(5)).runBeyondDeadline();

        assertThat(run.errors()).containsOnlyKeys("timeout");
        assertThat(run.outcome().reason())
                .matches("yes did not end within [0-9]+\\.[0-9] s, had written [1-9][0-9]* bytes by then, and was ended"
                        + " with 1 process \\(yes\\)");
    }

    @Test
    void aProgramThatClosesItsOutputIsWaitedFor() {
        succeed(TestCommand.script("exec >&- 2>&-; sleep 0.5; exit 3").exitCodes(3));
    }

    @Test
    void severalExecutionsAreOneRun() {
        TestCommand command = TestCommand.script("echo rate $$").measure("rate", null, null).work("10");
        ProbeSettings one = command.settings();
        ProbeSettings several = new ProbeSettings(null, "command", null, 2, 6, 1, null, one.deadline(), null, null,
                null, null, null, null, null, null, one.command(), null);
        try (Probes probes = TestProbes.of(Map.of(), Map.of(TestCommand.PROBE, several), false, directory)) {
            Run run = probes.sources().getFirst().observe().run().orElseThrow();
            assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(run.latency().count()).isEqualTo(6);
            assertThat(run.measures()).containsKeys("rate", "work_rate");
        }
    }

    @Test
    void theExplanationShowsNothingButTheProgram() {
        TestCommand command = TestCommand.of("/opt/tools/k6", "run", "--token=s3cret").environment("KEY=s3cret")
                .stdin("s3cret").in(Path.of("/srv"));
        try (Probes probes = command.probes()) {
            Explanation explanation = probes.explain(TestCommand.PROBE).orElseThrow();
            assertThat(explanation.statements()).containsExactly("k6 with 2 arguments");
            assertThat(explanation.target()).isEqualTo("command.report");
            assertThat(List.of(explanation.toString(), command.settings().toString()))
                    .allSatisfy(text -> assertThat(text).doesNotContain("s3cret"));
        }
    }

    @Test
    void eachProgramHasALaneOfItsOwnUnlessToldOtherwise() {
        ProbeSettings own = TestCommand.of("/bin/true").settings();
        ProbeSettings shared = new ProbeSettings("builtin-local", "command", null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, own.command(), null);
        try (Probes probes = TestProbes.of(Map.of(), Map.of("a", own, "b", own, "c", shared), false, directory)) {
            assertThat(KilledProber.probes(probes)).extracting(source -> source.description().lane())
                    .containsExactlyInAnyOrder("target:command.a", "target:command.b", "target:builtin-local");
        }
    }
}
