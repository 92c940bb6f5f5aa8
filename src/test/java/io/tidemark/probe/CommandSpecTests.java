package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.intake.Results;
import io.tidemark.metric.Metric.Better;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The settings of a program: what is refused is one sentence with the key, and shows nothing secret. */
class CommandSpecTests {

    private static final TestCommand PLAIN = TestCommand.of("/bin/true");

    private static void assertRefused(TestCommand command, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(command::probes)
                .withMessage("tidemark.probes.report.command" + sentence).withMessageNotContaining("s3cret");
    }

    @Test
    void aProgramIsNeeded() {
        assertRefused(TestCommand.of(),
                ".run: is missing; it is the program and its arguments, such as [k6, run, checkout.js]");
        assertRefused(TestCommand.of(" ", "s3cret"),
                ".run: is missing; it is the program and its arguments, such as [k6, run, checkout.js]");
        assertRefused(TestCommand.of("k6", "s3cret\0"),
                ".run[1]: has the character of code 0, which no argument may hold");
    }

    @Test
    void variablesAreCheckedWithoutBeingShown() {
        String form = ": must be NAME=value, or the NAME of a variable of this service to pass on";
        assertRefused(PLAIN.environment("A=1", "B C=s3cret"), ".environment[1]" + form);
        assertRefused(PLAIN.environment("COMMAND_OF_TIDEMARK=s3cret"), ".environment[0]" + form);
        assertRefused(PLAIN.environment("s3cret"),
                ".environment[0]: this service has no variable of that name to pass on");
        assertRefused(PLAIN.stdin("s3cret".repeat(200_000)), ".stdin: must have at most 1000000 characters");
    }

    @Test
    void exitCodesAreThoseThereAre() {
        assertRefused(PLAIN.exitCodes(0, 256), ".exit-codes: must be 0 to 255, got 256");
    }

    @Test
    void measuresAreDeclaredOnceWithAUnitAndANameOfTheirOwn() {
        assertRefused(PLAIN.measure("Frame-Rate", null, null), ".measures[0].name: 'Frame-Rate' must start with a"
                + " lower-case letter, then such letters, digits or '_', at most 63 characters");
        assertRefused(PLAIN.measure("rate", null, null).measure("rate", null, null),
                ".measures[1].name: 'rate' is there twice");
        assertRefused(PLAIN.measure("p95", null, null),
                ".measures[0].name: 'p95' is a measure of ours already; choose another name");
        assertRefused(PLAIN.measure("body_size", null, null),
                ".measures[0].name: 'body_size' is a measure of ours already; choose another name");
        assertRefused(PLAIN.measure("rate", "furlong", null),
                ".measures[0].unit: 'furlong' is unknown; allowed are 1, %, ns, µs, ms, s, m, h, d, B, kB, MB, GB, KiB,"
                        + " MiB, GiB, sizes and 1 also with /s behind");
        assertRefused(PLAIN.measure("rate", "s/s", null),
                ".measures[0].unit: 's/s' is unknown; allowed are 1, %, ns, µs, ms, s, m, h, d, B, kB, MB, GB, KiB,"
                        + " MiB, GiB, sizes and 1 also with /s behind");
    }

    @Test
    void workIsAnAmountOrWhatTheProgramSays() {
        for (String bad : new String[]{"0", "-1", "8 furlong", "frames", "8MB", ""}) {
            assertRefused(PLAIN.work(bad).measure("films", null, null), ".work: '" + bad + "' is not understood;"
                    + " allowed is a number above 0, a time such as 8m, or the name of one of its measures");
        }
    }

    @Test
    void resultsAreInAFormatThatIsKnown() {
        assertRefused(PLAIN.results("", "jmh"), ".results.file: is missing");
        assertRefused(PLAIN.results("out.json", "gmh"), ".results.format: there is no format 'gmh' of results; allowed"
                + " are " + String.join(", ", Results.formats()) + "; did you mean 'jmh'?");
    }

    @Test
    void measuresOfOneNameAreTheSameEverywhere() {
        Map<String, ProbeSettings> probes = new TreeMap<>(
                Map.of("a", PLAIN.measure("rate", "1/s", Better.HIGHER).settings(), "b",
                        PLAIN.measure("rate", "1/s", Better.LOWER).settings()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestProbes.of(Map.of(), probes, false, Path.of("target", "unused")))
                .withMessage("tidemark.probes.b.command.measures: 'rate' has another unit or direction there than in"
                        + " another probe; measures of one name have the same");
    }

    @Test
    void aCommandIsForItsWorkloadAlone() {
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(Map.of(), Map.of("orders",
                new ProbeSettings("builtin-db", "point-read", null, null, null, null, null, null, null, null, null,
                        null, null, null, null, null, PLAIN.settings().command(), null)),
                false, Path.of("target", "unused")))
                .withMessage("tidemark.probes.orders.command: workload 'point-read' runs no program");
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(Map.of(), Map.of("orders",
                TestProbes.settings(null, "command", null, null, null, null, null, null, null, null)), false,
                Path.of("target", "unused")))
                .withMessage("tidemark.probes.orders.command.run: is missing; it is the program and its arguments");
    }

    @Test
    void noProgramIsStartedForATrial() {
        String refused = "tidemark.probes.trial.command: programs are started only where the configuration of this"
                + " service says so";
        try (Probes probes = PLAIN.probes()) {
            assertThatIllegalArgumentException().isThrownBy(() -> probes.trial(PLAIN.settings()))
                    .withMessage(refused);
            assertThatIllegalArgumentException().isThrownBy(() -> probes.trial(
                    TestProbes.settings(null, "command", null, null, null, null, null, null, null, null)))
                    .withMessage(refused);
            assertThat(probes.targets()).extracting(TargetState::name).containsExactly("command.report");
        }
    }
}
