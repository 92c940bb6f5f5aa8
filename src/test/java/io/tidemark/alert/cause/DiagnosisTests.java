package io.tidemark.alert.cause;

import static io.tidemark.alert.cause.Watched.level;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.cause.Watched.Level;
import io.tidemark.metric.BusiestProcess.Use;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each known cause by its readings, beside machines on which nothing of it is true. */
class DiagnosisTests {

    private static final Duration HOURS = Duration.ofHours(2);
    private static final Duration MOMENT = Duration.ofSeconds(20);

    /** A machine in the usual state, and what of it changes. */
    private static final List<Level> QUIET = List.of(level("system.cpu.time", 1.4, "mode", "idle"),
            level("system.cpu.time", 0.6, "mode", "user"), level("system.cpu.time", 0, "mode", "steal"),
            level("system.cpu.utilization", 0.3), level("system.memory.total", 8e9),
            level("system.memory.available", 5e9), level("system.paging.operations", 0, "direction", "in"),
            level("system.disk.busy", 0.12, "device", "sda"), level("system.disk.queue_time", 0.2, "device", "sda"),
            level("system.pressure", 0.02, "resource", "io", "kind", "some"),
            level("system.pressure", 0, "resource", "memory", "kind", "some"), level("system.oom_kills", 0),
            level("system.network.tcp.retransmissions", 0.1), level("system.network.tcp.segments_sent", 900),
            level("process.cpu.utilization", 0.1, "process", "shop"),
            level("process.jvm.gc.time", 0.01, "process", "shop"), level("jvm.gc.pause", 0.001),
            level("server.cache.hit_ratio", 0.99, "target", "shop"), level("server.evictions", 0, "target", "shop"));

    static List<Arguments> known() {
        return List.of(
                Arguments.of(
                        "the machine lost 40 % of its processor time to steal: other machines on the same host took it",
                        List.of(level("system.cpu.time", 0.6, "mode", "idle"),
                                level("system.cpu.time", 0.8, "mode", "steal"),
                                level("system.cpu.utilization", 0.7))),
                Arguments.of("the processors were taken by shop: it used 80 % of this machine",
                        List.of(level("system.cpu.utilization", 0.97),
                                level("process.cpu.utilization", 0.8, "process", "shop"))),
                Arguments.of("the processors were taken by stress-ng: it used 77 % of this machine",
                        List.of(level("system.cpu.utilization", 0.97))),
                Arguments.of("garbage collection took 38 % of the time of shop",
                        List.of(level("process.jvm.gc.time", 0.38, "process", "shop"),
                                level("system.cpu.utilization", 0.97))),
                Arguments.of("garbage collection took 38 % of the time of this service",
                        List.of(level("jvm.gc.pause", 0.38))),
                Arguments.of("the disk sda was busy 99 %, its queue 14 deep",
                        List.of(level("system.disk.busy", 0.99, "device", "sda"),
                                level("system.disk.queue_time", 14, "device", "sda"))),
                Arguments.of("the disks were slow: for 60 % of the time some task stood still for them",
                        List.of(level("system.pressure", 0.6, "resource", "io", "kind", "some"))),
                Arguments.of("memory ran short: 1,200 pages a second were swapped in, 2 % is available",
                        List.of(level("system.memory.available", 0.16e9),
                                level("system.paging.operations", 1200, "direction", "in"),
                                level("system.disk.busy", 0.99, "device", "sda"))),
                Arguments.of("memory ran out: the kernel killed a process", List.of(level("system.oom_kills", 0.1))),
                Arguments.of("the network lost packets: 40/s TCP segments were sent again, 4.4 % of all",
                        List.of(level("system.network.tcp.retransmissions", 40))),
                Arguments.of("the cache of shop answered only 61 % of the lookups, usually 99 %",
                        List.of(level("server.cache.hit_ratio", 0.61, "target", "shop"))),
                Arguments.of("the cache of shop is too small: it gave up 300/s entries",
                        List.of(level("server.evictions", 300, "target", "shop"))));
    }

    @ParameterizedTest
    @MethodSource("known")
    void isToldByItsReadings(String sentence, List<Level> trouble) {
        Watched machine = new Watched(() -> Optional.of(new Use("stress-ng", 0.77))).during(HOURS, QUIET)
                .during(MOMENT, changed(trouble));

        Causes causes = machine.breach();

        assertThat(withoutFigures(causes.sentence())).isEqualTo(withoutFigures(sentence));
        assertThat(causes.known()).isTrue();
        assertThat(causes.moved().getFirst().sentence()).isEqualTo(causes.sentence());
        assertThat(causes.moved()).hasSizeLessThanOrEqualTo(8);
    }

    /** Levels are noisy, so the figures are about those. */
    private static String withoutFigures(String sentence) {
        return sentence.replaceAll("[0-9][0-9.,]*", "#");
    }

    @ParameterizedTest
    @MethodSource("known")
    void isNotToldWhereItWasAlwaysSo(String sentence, List<Level> always) {
        Causes causes = new Watched().during(HOURS, changed(always)).during(MOMENT, changed(always)).breach();

        assertThat(causes.sentence()).isEqualTo("nothing else on this machine moved with it");
        assertThat(causes.known()).isFalse();
        assertThat(causes.moved()).isEmpty();
    }

    @Test
    void processorsThatAreHalfFreeAreNotUsuallyAllInUseHoweverWildTheyAre() {
        Watched machine = new Watched();
        for (int i = 0; i < 20; i++) {
            machine.during(Duration.ofSeconds(10),
                    changed(List.of(level("system.cpu.utilization", 0.09 * (i % 10)))));
        }
        machine.during(MOMENT, changed(List.of(level("system.cpu.utilization", 0.97),
                level("process.cpu.utilization", 0.8, "process", "shop"))));

        assertThat(machine.breach().sentence()).startsWith("the processors were taken by shop: it used ");
    }

    private static List<Level> changed(List<Level> changes) {
        List<Level> levels = new ArrayList<>(QUIET);
        levels.removeIf(level -> changes.stream().anyMatch(change -> change.series().equals(level.series())));
        levels.addAll(changes);
        return levels;
    }

    @Test
    void whatMovedWithoutBeingKnownAsACauseIsToldWithItsFigures() {
        Causes causes = new Watched().during(HOURS, List.of(level("system.open_files", 2000)))
                .during(MOMENT, List.of(level("system.open_files", 90_000))).breach();

        assertThat(causes.sentence()).matches("no known cause; what moved most with it is system\\.open_files \\d+ "
                + "\\(usually (199\\d|200\\d)\\)");
        assertThat(causes.known()).isFalse();
        assertThat(causes.moved()).singleElement().satisfies(moved -> {
            assertThat(moved.series()).isEqualTo("system.open_files");
            assertThat(moved.sentence()).isNull();
            assertThat(moved.unusual()).isGreaterThan(100);
        });
    }

    @Test
    void memoryThatFallsIsUnusualAndMemoryThatIsGivenBackIsNot() {
        assertThat(afterMemory(1.2e9).moved()).extracting(Causes.Cause::text).singleElement().asString()
                .startsWith("system.memory.available 1").contains("(usually 5");
        assertThat(afterMemory(7e9).moved()).isEmpty();
    }

    private static Causes afterMemory(double available) {
        return new Watched().during(HOURS, QUIET)
                .during(MOMENT, changed(List.of(level("system.memory.available", available)))).breach();
    }

    @Test
    void ofManySeriesOfOneMetricTwoAreTold() {
        List<Level> quiet = new ArrayList<>();
        List<Level> busy = new ArrayList<>();
        for (int core = 0; core < 16; core++) {
            quiet.add(level("system.cpu.core.utilization", 0.1, "cpu", "" + core));
            busy.add(level("system.cpu.core.utilization", 0.9, "cpu", "" + core));
        }

        assertThat(new Watched().during(HOURS, quiet).during(MOMENT, busy).breach().moved()).hasSize(2);
    }

    @Test
    void saysSinceWhenItKnowsWhatIsUsual() {
        assertThat(new Watched().breach().sentence())
                .isEqualTo("not known: too little has been seen yet to say what is usual");
        assertThat(new Watched().during(Duration.ofMinutes(3), QUIET).breach().sentence())
                .isEqualTo("nothing else on this machine moved with it (compared with the 3 min since the start)");
        assertThat(new Watched().during(Duration.ofMinutes(3), QUIET)
                .during(MOMENT, changed(List.of(level("jvm.gc.pause", 0.38)))).breach().sentence())
                .endsWith(" of this service (compared with the 3 min since the start)");
    }

    @Test
    void aServerThatDoesNotAnswerIsFrozenOrGone() {
        assertThat(after(run(0, Map.of("timeout", 4L), new Outcome.TimedOut("shop did not answer in time"))).sentence())
                .isEqualTo("the server does not answer: frozen or gone (shop did not answer in time)");
        assertThat(after(run(0, Map.of("connect", 1L), new Outcome.Failed("cannot connect to shop"))).sentence())
                .isEqualTo("the server does not answer: gone or out of reach (cannot connect to shop)");
        assertThat(after(run(16, Map.of("timeout", 4L), new Outcome.Succeeded())).sentence())
                .startsWith("shop did not answer 4 of 20 operations in time");
    }

    @Test
    void aLockThatIsGivenBackInTimeShowsInTheServerAndInExecute() {
        Watched machine = new Watched();
        for (int i = 0; i < 10; i++) {
            machine.run(Observation.of(executing(of(20, 0))));
            machine.during(Duration.ofSeconds(5), List.of(level("server.locks.waiting", 0, "target", "shop")));
        }
        machine.run(Observation.of(executing(of(0, 20))));
        machine.during(Duration.ofSeconds(5), List.of(level("server.locks.waiting", 3, "target", "shop")));
        machine.now = machine.now.minusSeconds(5);

        assertThat(machine.breach().sentence())
                .startsWith("a lock was held on shop: execute waits, 3 locks waited for (compared with ");
    }

    private static Run executing(Distribution latencies) {
        return run(latencies, Map.of(), Map.of(), Map.of("execute", latencies), new Outcome.Succeeded());
    }

    @Test
    void aStarvedProberSaysWhetherTheTargetWasAsUsual() {
        Conditions late = Conditions.UNKNOWN.lag(0.12);

        assertThat(after(conditioned(run(20, Map.of(), new Outcome.Succeeded()), late)).sentence()).startsWith(
                "the prober was starved, shop answered as usual (a mere timer of its own was 120 ms late)");
        assertThat(after(conditioned(run(0, Map.of("statement", 1L), new Outcome.Failed("x")), late)).sentence())
                .startsWith("the prober was starved, and it cannot be told how shop answered");
        assertThat(after(conditioned(run(20, Map.of(), new Outcome.Succeeded()),
                new Conditions(null, null, null, 0.4, 0, null))).sentence())
                .contains("its container's limit held it back for 400 ms");
    }

    @Test
    void aRunFromBeforeTheBreachSaysNothingOfIt() {
        Watched machine = probed();
        machine.run(Observation.of(run(0, Map.of("timeout", 4L), new Outcome.TimedOut("late"))));
        machine.now = machine.now.plusSeconds(30);

        assertThat(machine.breach().known()).isFalse();
    }

    private static Causes after(Run run) {
        Watched machine = probed();
        machine.run(Observation.of(run));
        return machine.breach();
    }

    private static Watched probed() {
        Watched machine = new Watched();
        for (int i = 0; i < 10; i++) {
            machine.run(Observation.of(run(20, Map.of(), new Outcome.Succeeded())));
        }
        return machine;
    }

    private static Run run(int successes, Map<String, Long> errors, Outcome outcome) {
        Map<String, Distribution> failed = new HashMap<>();
        errors.keySet().stream().filter(kind -> !kind.equals("timeout")).forEach(kind -> failed.put(kind, of(1, 0)));
        return run(of(successes, errors.getOrDefault("timeout", 0L)), failed, errors, Map.of(), outcome);
    }

    private static Distribution of(long quick, long late) {
        Histogram latencies = Distribution.empty();
        latencies.recordValueWithCount(2_000_000, quick);
        latencies.recordValueWithCount(500_000_000, late);
        return Distribution.of(latencies);
    }

    private static Run run(Distribution latencies, Map<String, Distribution> failed, Map<String, Long> errors,
            Map<String, Distribution> phases, Outcome outcome) {
        return new Run(1, "test-1", Watched.PROBE, "point-read", "shop", Watched.START, Duration.ofSeconds(1),
                Duration.ofSeconds(1), outcome, Map.of("read", latencies), failed, errors, phases,
                Map.of(), List.of(), Run.Cost.NONE, Conditions.UNKNOWN, Run.Course.PLAIN, 0);
    }

    private static Run conditioned(Run run, Conditions conditions) {
        return new Run(run.id(), run.instance(), run.probe(), run.workload(), run.target(), run.startedAt(),
                run.took(), run.measured(), run.outcome(), run.operations(), run.failed(), run.errors(), run.phases(),
                run.measures(), run.violations(), run.cost(), conditions, run.course(), run.fence());
    }
}
