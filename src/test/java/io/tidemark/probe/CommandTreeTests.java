package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Source;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a program starts is gone when its run is over, and that of a killed Tidemark after the next start. */
class CommandTreeTests {

    /** Writes its pid down and does not end, whatever it is asked. */
    private static final String STUBBORN = "trap '' TERM HUP INT; echo $$ > \"$PIDS/$$\"; while :; do sleep 1; done";
    private static final Duration LONGEST = Duration.ofSeconds(60);
    /** Of a run, of which a twenty-fifth is for a program to end by itself once it is asked to. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    private Path pids;

    /** A test that fails leaves nothing behind either. */
    @AfterEach
    void killAll() {
        started().map(ProcessHandle::of).flatMap(Optional::stream).forEach(ProcessHandle::destroyForcibly);
    }

    private Stream<Long> started() {
        try (Stream<Path> files = Files.list(pids)) {
            return files.map(file -> Long.valueOf(file.getFileName().toString())).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestCommand script(String script) {
        return TestCommand.script(script, STUBBORN).environment("PIDS=" + pids).deadline(DEADLINE);
    }

    /** Those who wait for nobody but their parent to notice that they have ended do not count. */
    private static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (IOException _) {
            return false;
        }
    }

    private void assertAllGone(int count) {
        assertThat(started()).hasSize(count);
        assertThat(started().filter(CommandTreeTests::runs)).isEmpty();
    }

    private static Source probe(Probes probes) {
        return KilledProber.probes(probes).getFirst();
    }

    private static Observation observe(TestCommand command) {
        try (Probes probes = command.probes()) {
            return probe(probes).observe();
        }
    }

    @Test
    void aTreeThatForksTwiceAndIgnoresToBeAskedIsGoneAfterTheDeadline() throws Exception {
        Run run = script("""
                sh -c "$1" &
                (setsid sh -c "$1" > /dev/null 2>&1 &)
                (setsid sh -c 'sh -c "$1" & sh -c "$1" &' sh "$1" &)
                sh -c "$1"
                """).deadline(Duration.ofSeconds(4)).runBeyondDeadline();

        assertThat(run.errors()).containsOnlyKeys("timeout");
        assertThat(run.outcome().reason()).contains("sh did not end within ").doesNotContain("could not be ended");
        assertAllGone(5);
    }

    @Test
    void aProgramThatLeavesProcessesBehindFailsAndTheyAreEnded() {
        Observation seen = observe(script("""
                (setsid sh -c "$1" > /dev/null 2>&1 &)
                until [ -n "$(ls "$PIDS")" ]; do sleep 0.01; done
                """));

        assertThat(seen.run().orElseThrow().errors()).containsOnlyKeys("survivors");
        assertThat(seen.outcome().reason()).startsWith("sh ended, but ")
                .endsWith("that it had started went on and had to be ended");
        assertAllGone(1);
    }

    @Test
    void whoWritesOnAfterTheEndOfAProgramFillsNothing() {
        Observation seen = observe(script("""
                (setsid sh -c 'echo $$ > "$PIDS/$$"; trap "" TERM; while :; do head -c 1000000 /dev/zero; done' &)
                until [ -n "$(ls "$PIDS")" ]; do sleep 0.01; done
                """));

        assertThat(seen.run().orElseThrow().errors()).containsOnlyKeys("survivors");
        assertAllGone(1);
    }

    @Test
    void outputThatIsHeldOpenIsAFailureAndNoProbeHasMoreThanAFewOfThem() throws Exception {
        TestCommand waiting = TestCommand.script("""
                echo $$ > "$PIDS/$$"
                until [ -e "$PIDS/0" ]; do sleep 0.01; done
                """).environment("PIDS=" + pids);
        try (Probes probes = waiting.probes()) {
            List<OutputStream> held = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                CompletableFuture<Observation> seen = CompletableFuture.supplyAsync(probe(probes)::observe);
                Awaitility.await().atMost(LONGEST).until(() -> started().count() == 1);
                held.add(new FileOutputStream("/proc/" + started().findFirst().orElseThrow() + "/fd/1"));
                Files.createFile(pids.resolve("0"));
                assertThat(seen.join().outcome().reason()).isEqualTo(
                        "sh ended, but a process that could not be found still holds its output open");
                for (long name : started().toList()) {
                    Files.delete(pids.resolve(String.valueOf(name)));
                }
            }
            assertThat(probe(probes).observe().outcome().reason()).isEqualTo("sh was not started: processes of 4"
                    + " executions before that could not be found still hold their output open");
            assertThat(started()).isEmpty();
            Files.createFile(pids.resolve("0"));
            for (OutputStream one : held) {
                one.close();
            }
            Awaitility.await().atMost(LONGEST)
                    .until(() -> probe(probes).observe().outcome().equals(new Outcome.Succeeded()));
        }
    }

    @Test
    void whatStopsTheRunEndsTheTree() {
        try (Probes probes = script("(setsid sh -c \"$1\" &) ; sh -c \"$1\"").probes()) {
            CompletableFuture<Observation> seen = CompletableFuture.supplyAsync(probe(probes)::observe);
            Awaitility.await().atMost(LONGEST).until(() -> started().count() == 2);

            probes.end();

            assertThat(seen.join().outcome()).isEqualTo(new Outcome.Skipped("the service is shutting down"));
            Awaitility.await().atMost(LONGEST).until(() -> started().noneMatch(CommandTreeTests::runs));
        }
    }

    @Test
    void theTreeOfAKilledServiceIsEndedAfterTheNextStart() throws Exception {
        Process service = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), KilledService.class.getName(), pids.toString()).inheritIO()
                .start();
        try {
            Awaitility.await().atMost(LONGEST).until(() -> started().count() == 2);
        } finally {
            service.destroyForcibly().waitFor();
        }
        assertThat(started()).allMatch(CommandTreeTests::runs);

        try (Probes probes = script("true").probes()) {
            List<Source> leftovers = probes.sources().stream().filter(LeftoverSource.class::isInstance).toList();
            assertThat(leftovers).extracting(Source::name).containsExactly("leftovers.command.report");
            Observation seen = leftovers.getFirst().observe();
            assertThat(seen.outcome()).isEqualTo(new Outcome.Succeeded());
            assertThat(seen.samples()).singleElement().satisfies(sample -> assertThat(sample.value()).isGreaterThan(1));
        }
        assertAllGone(2);
    }

    @Test
    void programsOfAServiceThatRunsAreLeftAlone() throws Exception {
        try (Probes probes = script("sh -c \"$1\"").probes()) {
            CompletableFuture<Observation> seen = CompletableFuture.supplyAsync(probe(probes)::observe);
            Awaitility.await().atMost(LONGEST).until(() -> started().count() == 1);
            try (Probes others = script("true").probes()) {
                assertThat(others.sources().getLast().observe().samples()).singleElement()
                        .satisfies(sample -> assertThat(sample.value()).isZero());
            }
            assertThat(started()).allMatch(CommandTreeTests::runs);
            probes.end();
            seen.join();
        }
    }

    /** A service that is killed while a program of its runs. */
    static final class KilledService {

        private KilledService() {}

        static void main(String[] args) {
            try (Probes probes = TestCommand.script("(setsid sh -c \"$1\" > /dev/null 2>&1 &) ; sh -c \"$1\"", STUBBORN)
                    .environment("PIDS=" + args[0]).deadline(LONGEST).probes()) {
                probe(probes).observe();
            }
        }
    }
}
