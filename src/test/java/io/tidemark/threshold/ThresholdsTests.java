package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.threshold.Thresholds.OpenBreach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsTests {

    private static final Series SWAP = new Series("system.swap.used", Labels.NONE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            system.load.1m < 4    | 3.9 | OK       | system.load.1m is 3.9, must be < 4
            system.load.1m < 4    | 4   | BREACHED | system.load.1m is 4, must be < 4
            system.load.1m <= 4   | 4   | OK       | system.load.1m is 4, must be <= 4
            system.load.1m > 4    | 4   | BREACHED | system.load.1m is 4, must be > 4
            system.load.1m >= 4   | 4   | OK       | system.load.1m is 4, must be >= 4
            system.load.1m == 0.3 | 0.3 | OK       | system.load.1m is 0.3, must be == 0.3
            system.load.1m == 0.3 | 0.30000000000000004 | BREACHED | system.load.1m is 0.3, must be == 0.3
            system.load.1m != 4   | 4   | BREACHED | system.load.1m is 4, must be != 4
            system.load.1m < 4    | 4.0004 | BREACHED | system.load.1m is 4.0004, must be < 4
            system.load.1m < 60000 | 65536 | BREACHED | system.load.1m is 65536, must be < 60000
            """)
    void compares(String rule, double value, String verdict, String reason) {
        Judgement judgement = House.with(rule).see("system.memory", "system.load.1m", value);
        assertThat(judgement.verdict().code()).isEqualTo(verdict);
        assertThat(judgement.verdict().reason()).isEqualTo(reason);
    }

    @Test
    void aRuleIsNotMeasuredBeforeItsFirstObservation() {
        House house = House.with("system.load.1m < 4");
        assertThat(house.current().verdict()).isEqualTo(new Verdict.NoData("not measured yet"));
        house.clock.passSeconds(60);
        assertThat(house.due()).isEmpty();
    }

    @Test
    void breachesAtOnceAndCountsWhenForHasElapsed() {
        House house = House.with("system.load.1m < 4 for 2s");
        assertThat(House.word(house.see("system.memory", "system.load.1m", 5))).isEqualTo("BREACHED pending");
        house.clock.passSeconds(1);
        assertThat(house.due()).isEmpty();
        assertThat(House.word(house.see("system.memory", "system.load.1m", 5))).isEqualTo("BREACHED pending");
        house.clock.passSeconds(1);
        Judgement counted = House.only(house.due());
        assertThat(counted.counts()).isTrue();
        assertThat(counted.firstBreachReadAt()).isEqualTo(SettableClock.START);
        assertThat(house.due()).isEmpty();
    }

    @Test
    void dataThatIsMissingForThreeIntervalsIsNoData() {
        House house = House.with("system.load.1m < 4");
        house.see("system.memory", "system.load.1m", 1);
        house.clock.passSeconds(3);
        assertThat(house.due()).isEmpty();
        house.clock.passSeconds(0.1);
        assertThat(House.only(house.due()).verdict()).isEqualTo(
                new Verdict.NoData("system.load.1m was last seen 3.1 s ago and is expected every 1 s"));
        assertThat(house.due()).isEmpty();
        assertThat(House.word(house.see("system.memory", "system.load.1m", 1))).isEqualTo("OK");
    }

    @Test
    void saysWhyDataIsMissingWhenTheSourceDoes() {
        House house = House.with("system.load.1m < 4");
        house.see("system.memory", "system.load.1m", 1);
        house.clock.passSeconds(2);
        assertThat(house.take(Observation.without("here", "system.memory", house.clock.instant(),
                new Outcome.Failed("/proc is not readable")))).isEmpty();
        house.clock.passSeconds(2);
        assertThat(House.only(house.due()).verdict().reason())
                .isEqualTo("system.load.1m was last seen 4 s ago and is expected every 1 s: /proc is not readable");
    }

    @Test
    void aSetClockNeitherFiresNorLosesData() {
        House house = House.with("system.load.1m < 4 for 1m");
        house.see("system.memory", "system.load.1m", 5);
        house.clock.step(Duration.ofHours(3));
        assertThat(house.due()).isEmpty();
        house.clock.passSeconds(1);
        assertThat(House.word(house.see("system.memory", "system.load.1m", 5))).isEqualTo("BREACHED pending");
        house.clock.step(Duration.ofHours(-9));
        house.clock.passSeconds(1);
        assertThat(house.due()).isEmpty();
        assertThat(House.word(house.see("system.memory", "system.load.1m", 5))).isEqualTo("BREACHED pending");
        house.clock.passSeconds(1);
        assertThat(House.word(house.see("system.memory", "system.load.1m", 3))).isEqualTo("OK");
    }

    @Test
    void skippedObservationsKeepTheVerdictAndCountAsInput() {
        House house = new House(House.probeRule("p95 < 10ms"));
        house.run("orders-read", 12.4);
        house.clock.passSeconds(29);
        Judgement skipped = House.only(house.skip("orders-read", "the run before is still going"));
        assertThat(skipped.verdict()).isEqualTo(new Verdict.Breached("p95 of orders-read is 12.5 ms, must be < 10 ms;"
                + " last observation skipped: the run before is still going"));
        house.clock.passSeconds(30);
        assertThat(house.due()).isEmpty();
        house.clock.passSeconds(1);
        assertThat(House.word(House.only(house.due()))).isEqualTo("NO_DATA");
    }

    @Test
    void aRuleThatWasOnlySkippedSaysSo() {
        House house = new House(House.probeRule("p95 < 10ms"));
        house.skip("orders-read", "the target is busy");
        assertThat(house.current().verdict())
                .isEqualTo(new Verdict.NoData("not measured yet; last observation skipped: the target is busy"));
    }

    @Test
    void judgesTheLastRunOfAProbe() {
        House house = new House(House.probeRule("p95 < 10ms"));
        Judgement judgement = House.only(house.run("orders-read", 1, 2, 3, 12.4));
        assertThat(judgement.verdict())
                .isEqualTo(new Verdict.Breached("p95 of orders-read is 12.5 ms, must be < 10 ms"));
        assertThat(judgement.labels()).isEqualTo(Labels.of("probe", "orders-read"));
        assertThat(house.run("orders-direct", 1)).isEmpty();
        assertThat(House.only(house.run("orders-read", 2)).verdict())
                .isEqualTo(new Verdict.Ok("p95 of orders-read is 2.01 ms, must be < 10 ms"));
    }

    @Test
    void aLatencyRuleIsBrokenWhenNoOperationSucceeded() {
        House house = new House(House.probeRule("p95 < 10ms"));
        Judgement judgement = House.only(house.failedRun("orders-read", "connection refused"));
        assertThat(judgement.verdict()).isEqualTo(new Verdict.Breached("no operation succeeded: connection refused"));
        assertThat(judgement.value()).isNull();
        assertThat(judgement.limit()).isEqualTo(0.01);
        assertThat(judgement.counts()).isTrue();
    }

    @Test
    void onlyTimedOutOperationsAreNoSuccess() {
        House house = new House(House.probeRule("p95 < 1m"));
        var run = house.run("orders-read", new Outcome.TimedOut("no answer in 10 s"),
                Map.of("read", House.latencies(10_000)), 0, Map.of());
        var timedOut = new Run(run.id(), run.instance(), run.probe(), run.workload(), run.target(),
                run.startedAt(), run.took(), run.measured(), run.outcome(), run.operations(), run.failed(),
                Map.of("timeout", 1L), run.phases(), run.measures(), run.violations(), run.cost(), run.conditions(),
                run.course(), 0);
        assertThat(House.only(house.take(Observation.of(timedOut))).verdict())
                .isEqualTo(new Verdict.Breached("no operation succeeded: no answer in 10 s"));
    }

    @Test
    void errorRatesAreJudgedWhenNothingSucceeded() {
        House house = new House(House.probeRule("error_rate < 1%"));
        assertThat(House.only(house.failedRun("orders-read", "connection refused")).verdict())
                .isEqualTo(new Verdict.Breached("error_rate of orders-read is 100%, must be < 1%"));
    }

    @Test
    void aMeasureTheRunDoesNotHaveIsNoData() {
        House house = new House(House.probeRule("hit_rate >= 95%"));
        assertThat(House.only(house.run("orders-read", 1)).verdict())
                .isEqualTo(new Verdict.NoData("the last run of orders-read has no hit_rate"));
        var run = house.run("orders-read", new Outcome.Succeeded(), Map.of(), 0, Map.of("hit_rate", 0.931));
        assertThat(House.only(house.take(Observation.of(run))).verdict())
                .isEqualTo(new Verdict.Breached("hit_rate of orders-read is 93.1%, must be >= 95%"));
    }

    @Test
    void aMeasureOfTheWorkloadsOwnIsJudged() {
        House house = new House(House.probeRule("tokens > 30/s"));
        var run = house.run("orders-read", new Outcome.Succeeded(), Map.of(), 0, Map.of("tokens", 12.0));
        assertThat(House.only(house.take(Observation.of(run))).verdict())
                .isEqualTo(new Verdict.Breached("tokens of orders-read is 12/s, must be > 30/s"));
    }

    @Test
    void oneOperationIsPickedByItsLabel() {
        House house = new House(House.probeRule("p95{operation=\"write\"} < 10ms"));
        var run = house.run("orders-read", new Outcome.Succeeded(),
                Map.of("read", House.latencies(1), "write", House.latencies(20)), 0, Map.of());
        Judgement judgement = House.only(house.take(Observation.of(run)));
        assertThat(judgement.verdict().reason())
                .isEqualTo("p95{operation=\"write\"} of orders-read is 20.1 ms, must be < 10 ms");
        var without = house.run("orders-read", new Outcome.Succeeded(), Map.of("read", House.latencies(1)), 0,
                Map.of());
        assertThat(House.only(house.take(Observation.of(without))).verdict()).isEqualTo(
                new Verdict.NoData("the last run of orders-read has no p95{operation=\"write\"}"));
    }

    @Test
    void aMeasureWithoutProbeIsJudgedForEach() {
        House house = House.with("probe.p95 < 10ms");
        assertThat(house.thresholds.current()).extracting(j -> j.labels().get("probe")).containsExactly("orders-read",
                "orders-direct");
        assertThat(House.only(house.run("orders-direct", 1)).labels()).isEqualTo(Labels.of("probe", "orders-direct"));
        assertThat(house.thresholds.current()).extracting(j -> j.verdict().code()).containsExactly("NO_DATA", "OK");
    }

    @Test
    void comparesWithAnotherProbeAndIsJudgedOnBoth() {
        House house = new House(House.probeRule("p95 < 50% of probe.'orders-direct'.p95"));
        assertThat(House.only(house.run("orders-read", 4)).verdict())
                .isEqualTo(new Verdict.NoData("there is no value of p95 of orders-direct yet"));
        assertThat(House.only(house.run("orders-direct", 10)).verdict()).isEqualTo(
                new Verdict.Ok("p95 of orders-read is 4.01 ms, must be < 50% of p95 of orders-direct (5.01 ms)"));
        assertThat(House.word(House.only(house.run("orders-direct", 6)))).isEqualTo("BREACHED");
        assertThat(House.only(house.failedRun("orders-direct", "gone")).verdict()).isEqualTo(new Verdict.NoData(
                "50% of probe.'orders-direct'.p95 is unknown: no operation succeeded: gone"));
    }

    @Test
    void theOtherSideMustBeRecentToo() {
        House house = new House(House.probeRule("p95 < probe.'orders-direct'.p95"));
        house.run("orders-direct", 10);
        house.clock.passSeconds(20);
        assertThat(House.word(House.only(house.run("orders-read", 4)))).isEqualTo("OK");
        house.clock.passSeconds(11);
        assertThat(House.only(house.run("orders-read", 4)).verdict())
                .isEqualTo(new Verdict.NoData("there is no recent value of p95 of orders-direct"));
    }

    @Test
    void comparesWithAShareOfAnotherMetric() {
        House house = House.with("system.memory.available > 10% of system.memory.total");
        Judgement judgement = House.only(house.observe("system.memory",
                Map.of(new Series("system.memory.available", Labels.NONE), 1.2e9,
                        new Series("system.memory.total", Labels.NONE), 16e9)));
        assertThat(judgement.verdict()).isEqualTo(new Verdict.Breached(
                "system.memory.available is 1.2 GB, must be > 10% of system.memory.total (1.6 GB)"));
        assertThat(judgement.value()).isEqualTo(1.2e9);
        assertThat(judgement.limit()).isEqualTo(1.6e9);
    }

    @Test
    void joinsOnEqualLabelsAndJudgesEachSeries() {
        House house = House.with("process.open_files < 80% of process.max_files");
        files(house, "self", 10, 1000);
        List<Judgement> shop = files(house, "shop", 900, 1024);
        assertThat(House.only(shop).verdict()).isEqualTo(new Verdict.Breached(
                "process.open_files{process=\"shop\"} is 900, must be < 80% of process.max_files (819)"));
        assertThat(house.thresholds.current())
                .extracting(j -> j.labels().get("process") + " " + j.verdict().code())
                .containsExactly("self OK", "shop BREACHED");
    }

    @Test
    void aSelectorLeavesOtherProcessesAlone() {
        House house = House.with("process.open_files{process=\"shop\"} < 80% of process.max_files");
        assertThat(House.word(House.only(files(house, "self", 990, 1000)))).isEqualTo("NO_DATA");
        assertThat(files(house, "self", 990, 1000)).as("said once").isEmpty();
        assertThat(house.current().verdict().reason())
                .isEqualTo("nothing matches process.open_files{process=\"shop\"} so far");
        assertThat(House.word(House.only(files(house, "shop", 1, 1000)))).isEqualTo("OK");
        assertThat(house.current().labels()).isEqualTo(Labels.of("process", "shop"));
    }

    @Test
    void severalSeriesOnTheRightAreNoAnswer() {
        House house = House.with("system.load.1m < process.open_files");
        files(house, "self", 1, 1);
        files(house, "shop", 1, 1);
        assertThat(house.see("system.memory", "system.load.1m", 0).verdict())
                .isEqualTo(new Verdict.NoData("no single series of process.open_files belongs to system.load.1m"));
    }

    @Test
    void aLabelFixedOnTheRightDoesNotJoin() {
        House house = House.with("process.resident{process=\"shop\"} < process.resident{process=\"self\"}");
        house.observe("process.self", Map.of(House.series("process.resident", "process", "self"), 100.0));
        assertThat(House.word(House.only(
                house.observe("process.shop", Map.of(House.series("process.resident", "process", "shop"), 50.0)))))
                .isEqualTo("OK");
        assertThat(House.word(House.only(
                house.observe("process.self", Map.of(House.series("process.resident", "process", "self"), 20.0)))))
                .isEqualTo("BREACHED");
    }

    @Test
    void theOtherSideDoesNotReviveWhatIsMissing() {
        House house = House.with("process.resident{process=\"shop\"} < process.resident{process=\"self\"}");
        house.observe("process.self", Map.of(House.series("process.resident", "process", "self"), 100.0));
        house.observe("process.shop", Map.of(House.series("process.resident", "process", "shop"), 50.0));
        house.clock.passSeconds(4);
        assertThat(House.word(House.only(house.due()))).isEqualTo("NO_DATA");
        assertThat(house.observe("process.self", Map.of(House.series("process.resident", "process", "self"), 100.0)))
                .isEmpty();
        assertThat(House.word(house.current())).isEqualTo("NO_DATA");
    }

    @Test
    void aSeriesOnTheRightThatItsSourceNoLongerReportsIsNoAnswer() {
        House house = House.with("system.load.1m < process.max_files{process=\"shop\"}");
        files(house, "shop", 1, 1000);
        assertThat(House.word(house.see("system.memory", "system.load.1m", 1))).isEqualTo("OK");
        for (int i = 0; i < 4; i++) {
            house.clock.passSeconds(1);
            house.observe("process.shop", Map.of(House.series("process.open_files", "process", "shop"), 1.0));
        }
        assertThat(house.see("system.memory", "system.load.1m", 1).verdict())
                .isEqualTo(new Verdict.NoData("there is no recent value of process.max_files{process=\"shop\"}"));
    }

    @Test
    void seriesThatVanishAreNoDataAndForgottenAfterAnHour() {
        House house = House.with("system.network.errors < 5");
        Series first = House.series("system.network.errors", "device", "eth0");
        Series second = House.series("system.network.errors", "device", "eth1");
        house.observe("system.cpu", Map.of(first, 1.0, second, 1.0));
        for (int i = 0; i < 4; i++) {
            house.clock.passSeconds(1);
            house.observe("system.cpu", Map.of(first, 1.0));
        }
        assertThat(House.only(house.due()).labels().get("device")).isEqualTo("eth1");
        assertThat(words(house)).isEqualTo(Map.of("eth0", "OK", "eth1", "NO_DATA"));
        Judgement last = House.only(hour(house, Map.of(first, 1.0)));
        assertThat(last.labels().get("device")).isEqualTo("eth1");
        assertThat(last.verdict()).isEqualTo(new Verdict.Ok("the series is gone: nothing seen for 1 h"));
        assertThat(words(house)).isEqualTo(Map.of("eth0", "OK"));
        hour(house, Map.of(SWAP, 1.0));
        assertThat(house.current().verdict())
                .isEqualTo(new Verdict.NoData("nothing matches system.network.errors any more"));
    }

    @Test
    void seriesOfASourceThatFailsAreNotGone() {
        House house = House.with("system.network.errors < 5");
        Series first = House.series("system.network.errors", "device", "eth0");
        house.observe("system.cpu", Map.of(first, 9.0));
        for (int i = 0; i < 2 * 3600; i++) {
            house.clock.passSeconds(1);
            house.take(Observation.without("here", "system.cpu", house.clock.instant(), new Outcome.Failed("away")));
            house.due();
        }
        assertThat(words(house)).isEqualTo(Map.of("eth0", "NO_DATA"));

        // It is back, and the series may come later: a rate needs two looks.
        house.observe("system.cpu", Map.of(SWAP, 1.0));
        assertThat(house.due()).isEmpty();
        assertThat(House.only(house.observe("system.cpu", Map.of(first, 9.0))).counts()).isTrue();
    }

    @Test
    void whatBrokeBeforeTheStartAndIsNotSeenAgainIsGoneAfterAnHourOfItsSource() {
        House house = House.with("errors: system.network.errors < 5");
        Series first = House.series("system.network.errors", "device", "eth0");
        Labels firing = Labels.of("device", "eth1");
        Labels pending = Labels.of("device", "eth2");
        house.thresholds.resume(List.of(new OpenBreach("errors", first.labels(), house.clock.instant(), true),
                new OpenBreach("errors", firing, house.clock.instant(), true),
                new OpenBreach("errors", pending, house.clock.instant(), false),
                new OpenBreach("another", firing, house.clock.instant(), true)));

        house.observe("system.cpu", Map.of(first, 1.0));
        assertThat(hour(house, Map.of(first, 1.0))).extracting(Judgement::labels, Judgement::verdict)
                .containsExactlyInAnyOrder(
                        tuple(firing, new Verdict.Ok("the series is gone: nothing seen since the start")),
                        tuple(pending, new Verdict.Ok("the series is gone: nothing seen since the start")));
        assertThat(words(house)).isEqualTo(Map.of("eth0", "OK"));
    }

    @Test
    void whatBrokeBeforeTheStartIsNotGoneWhileAnyThatCouldBringItFails() {
        House house = House.with("size: process.resident < 100B");
        Series shop = House.series("process.resident", "process", "shop");
        house.thresholds.resume(List.of(new OpenBreach("size", shop.labels(), house.clock.instant(), true)));
        for (int i = 0; i < 2 * 3600; i++) {
            house.clock.passSeconds(1);
            house.observe("process.self", Map.of(House.series("process.resident", "process", "self"), 1.0));
            assertThat(house.due()).isEmpty();
        }
        assertThat(House.only(house.observe("process.shop", Map.of(shop, 300.0))).counts()).isTrue();
    }

    /** An hour of its source without those that are not among these; answers what was due. */
    private static List<Judgement> hour(House house, Map<Series, Double> values) {
        List<Judgement> due = new ArrayList<>();
        for (int i = 0; i <= 3600; i++) {
            house.clock.passSeconds(1);
            house.observe("system.cpu", values);
            due.addAll(house.due());
        }
        return due;
    }

    @Test
    void aVanishedSeriesIsNotTakenForNewWhenTheClockIsSetBack() {
        House house = House.with("system.network.errors < 5");
        Series first = House.series("system.network.errors", "device", "eth0");
        Series second = House.series("system.network.errors", "device", "eth1");
        house.observe("system.cpu", Map.of(first, 1.0, second, 1.0));
        house.clock.step(Duration.ofHours(-1));
        for (int i = 0; i < 4; i++) {
            house.clock.passSeconds(1);
            assertThat(House.only(house.observe("system.cpu", Map.of(first, 1.0))).labels().get("device"))
                    .isEqualTo("eth0");
        }
        assertThat(House.only(house.due()).labels().get("device")).isEqualTo("eth1");
    }

    @Test
    void forIsMeasuredFromTheInstantOfTheObservationHoweverLongItTook() {
        House house = new House(House.probeRule("error_rate < 1% for 12s"));
        Observation failed = Observation
                .of(house.run("orders-read", new Outcome.Failed("gone"), Map.of(), 5, Map.of()));
        house.clock.passSeconds(5);
        Judgement pending = House.only(house.take(new Observation("here", "orders-read", failed.at(),
                Duration.ofSeconds(5), failed.outcome(), List.of(), failed.runOrNull())));
        assertThat(pending.pendingUntil()).isEqualTo(SettableClock.START.plusSeconds(12));
        house.clock.passSeconds(6.9);
        assertThat(house.due()).isEmpty();
        house.clock.passSeconds(0.1);
        assertThat(House.only(house.due()).counts()).isTrue();
    }

    private static Map<String, String> words(House house) {
        return house.thresholds.current().stream()
                .collect(Collectors.toMap(j -> j.labels().get("device"), House::word));
    }

    @Test
    void aRuleJudgesAThousandSeriesAtMost() {
        House house = House.with("system.network.errors < 5");
        house.observe("system.cpu", IntStream.range(0, 1500).boxed().collect(
                Collectors.toMap(i -> House.series("system.network.errors", "device", "d" + i), _ -> 1.0)));
        assertThat(house.thresholds.current()).hasSize(1000);
    }

    @Test
    void windowsAreHeldAndJudgedOverWhatTheyHold() {
        House house = House.with("avg(system.cpu.utilization, 5m) < 90%");
        assertThat(house.readings.held)
                .containsEntry(SeriesSelector.of("system.cpu.utilization"), Duration.ofMinutes(5));
        house.see("system.cpu", "system.cpu.utilization", 1);
        house.clock.passSeconds(1);
        assertThat(house.see("system.cpu", "system.cpu.utilization", 0.9).verdict()).isEqualTo(
                new Verdict.Breached("avg of system.cpu.utilization over 5m is 95%, must be < 90%"));
        house.clock.pass(Duration.ofMinutes(5));
        assertThat(House.word(house.see("system.cpu", "system.cpu.utilization", 0.5))).isEqualTo("OK");
    }

    @Test
    void latencyWindowsMergeRuns() {
        House house = new House(House.probeRule("slow: p99(latency, 1m) < 250ms"));
        assertThat(house.current().verdict().reason()).isEqualTo("not measured yet");
        house.run("orders-read", 100);
        house.clock.passSeconds(10);
        Judgement judgement = House.only(house.run("orders-read", 300));
        assertThat(judgement.verdict().reason())
                .isEqualTo("p99 of latency of orders-read over 1m is 302 ms, must be < 250 ms");
        house.clock.passSeconds(10);
        assertThat(House.word(House.only(house.failedRun("orders-read", "gone")))).isEqualTo("BREACHED");
        house.clock.passSeconds(90);
        assertThat(House.only(house.failedRun("orders-read", "gone")).verdict().reason())
                .isEqualTo("no operation succeeded: gone");
    }

    @Test
    void ratesNeedTwoValues() {
        House house = House.with("rate(system.disk.read, 1m) < 5MB/s");
        assertThat(house.see("system.cpu", "system.disk.read", 0).verdict()).isEqualTo(
                new Verdict.NoData("rate of system.disk.read over 1m needs two values and has one"));
        house.clock.passSeconds(1);
        assertThat(house.see("system.cpu", "system.disk.read", 8e6).verdict()).isEqualTo(
                new Verdict.Breached("rate of system.disk.read over 1m is 8 MB/s, must be < 5 MB/s"));
    }

    @Test
    void aRateIsComparedWithAShareOfAnother() {
        House house = House.with("rate(jvm.gc.reclaimed, 1m) > 80% of rate(jvm.allocated, 1m)");
        Series reclaimed = new Series("jvm.gc.reclaimed", Labels.NONE);
        Series allocated = new Series("jvm.allocated", Labels.NONE);
        house.observe("jvm", Map.of(reclaimed, 0.0, allocated, 5e6));
        house.clock.passSeconds(1);
        assertThat(House.only(house.observe("jvm", Map.of(reclaimed, 9e6, allocated, 15e6))).verdict())
                .isInstanceOf(Verdict.Ok.class);
        house.clock.passSeconds(1);
        assertThat(House.only(house.observe("jvm", Map.of(reclaimed, 9e6, allocated, 25e6))).verdict())
                .isEqualTo(new Verdict.Breached("rate of jvm.gc.reclaimed over 1m is 4.5 MB/s, must be > 80% of rate of"
                        + " jvm.allocated over 1m (8 MB/s)"));
    }

    @Test
    void growthNeedsHalfOfItsWindow() {
        House house = House.with("growth(process.resident{process=\"self\"}, 10s) < 20MB");
        Series resident = House.series("process.resident", "process", "self");
        house.observe("process.self", Map.of(resident, 100e6));
        house.clock.passSeconds(4);
        assertThat(House.only(house.observe("process.self", Map.of(resident, 200e6))).verdict())
                .isEqualTo(new Verdict.NoData("growth of process.resident{process=\"self\"} over 10s needs half of its"
                        + " window of 10s and has 4 s"));
        house.clock.passSeconds(1);
        assertThat(House.only(house.observe("process.self", Map.of(resident, 130e6))).verdict())
                .isEqualTo(
                        new Verdict.NoData("growth of process.resident{process=\"self\"} over 10s needs 12 values and"
                                + " has 3"));
    }

    @Test
    void growthBreaksARuleOnlyWhenItIsSure() {
        assertThat(growing(i -> 500e6 + 40e6 * (i * 7 % 10)).reason()).startsWith("growth of")
                .endsWith(", 99 % sure), must be < 20 MB");
        assertThat(growing(i -> 500e6 + 40e6 * (i * 7 % 10))).isInstanceOf(Verdict.Ok.class);
        assertThat(growing(i -> i < 30 ? 500e6 : 600e6)).as("a jump").isInstanceOf(Verdict.Ok.class);
        assertThat(growing(i -> 500e6 + 1e6 * i)).isEqualTo(
                new Verdict.Breached("growth of process.resident{process=\"self\"} over 1m is 59 MB"
                        + " (58.6 MB to 59.4 MB, 99 % sure), must be < 20 MB"));
    }

    /** What is said of sixty values. */
    private static Verdict growing(IntToDoubleFunction value) {
        House house = House.with("growth(process.resident{process=\"self\"}, 1m) < 20MB");
        Series resident = House.series("process.resident", "process", "self");
        for (int i = 0; i < 59; i++) {
            house.observe("process.self", Map.of(resident, value.applyAsDouble(i)));
            house.clock.passSeconds(1);
        }
        return House.only(house.observe("process.self", Map.of(resident, value.applyAsDouble(59)))).verdict();
    }

    private static List<Judgement> files(House house, String process, double open, double most) {
        return house.observe("process." + process, Map.of(House.series("process.open_files", "process", process), open,
                House.series("process.max_files", "process", process), most));
    }
}
