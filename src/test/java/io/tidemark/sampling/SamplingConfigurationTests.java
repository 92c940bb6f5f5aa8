package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.metric.HostConditions;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Source;
import io.tidemark.metric.Source.Kind;
import io.tidemark.metric.Sources;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The room as the application wires it, on this machine. */
class SamplingConfigurationTests {

    private static AnnotationConfigApplicationContext context;
    private static List<Source> sources;

    @BeforeAll
    static void start() {
        context = SamplingRoom.open(Map.of("shop", new ProcessSettings(null, "no such shop.jar", null, null)));
        sources = context.getBean(Sources.Provider.class).sources();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void everySamplerIsASource() {
        assertThat(sources).extracting(Source::name).contains("jvm", "process.self", "process.shop", "system.cpu",
                "system.disk", "system.filesystem", "system.memory", "system.network", "system.processes").isSorted()
                .doesNotHaveDuplicates();
        assertThat(sources).extracting(Source::description).allMatch(d -> d.kind() == Kind.SAMPLER
                && d.every().compareTo(Duration.ofSeconds(1)) >= 0);
        assertThat(sources).extracting(s -> s.description().lane()).doesNotHaveDuplicates();
    }

    @Test
    void everySampleIsOfADeclaredMetricAndThereAreFewOfThem() {
        sources.forEach(Source::observe);
        int series = 0;
        for (Source source : sources) {
            Observation seen = source.observe();
            var declared = source.description().metrics().stream().map(Metric::name).collect(Collectors.toSet());
            assertThat(seen.outcome()).as(source.name()).isEqualTo(new Outcome.Succeeded());
            assertThat(seen.samples()).extracting(sample -> sample.series().metric()).allMatch(declared::contains);
            assertThat(seen.samples()).extracting(Sample::series).doesNotHaveDuplicates();
            series += seen.samples().size();
        }
        assertThat(series).isLessThan(400);
    }

    /** What any Linux of the last ten years tells of itself; the rest depends on devices, limits and the kernel's build. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatEveryLinuxTellsIsThereAndSane() {
        sources.forEach(Source::observe);
        Map<String, Double> values = sources.stream().flatMap(source -> source.observe().samples().stream())
                .collect(Collectors.toMap(sample -> sample.series().toString(), Sample::value));

        assertThat(values).containsKeys("system.processes.blocked", "system.oom_kills",
                "system.paging.operations{direction=\"in\"}", "system.network.tcp.listen_overflows",
                "system.network.connections{state=\"time_wait\"}", "jvm.buffer.count{pool=\"direct\"}",
                "jvm.memory.used{pool=\"Metaspace\"}");
        assertThat(values.entrySet())
                .allSatisfy(value -> assertThat(value.getValue()).as(value.getKey()).isNotNegative());
        for (String busy : List.of("system.processes.running", "system.processes.created", "system.context_switches",
                "system.paging.faults{type=\"minor\"}", "system.network.tcp.segments_sent",
                "process.private{process=\"self\"}", "process.paging.faults{process=\"self\",type=\"minor\"}",
                "process.context_switches{process=\"self\"}", "jvm.class.count", "jvm.class.loaded", "jvm.safepoints",
                "jvm.safepoint.time", "jvm.thread.count{state=\"runnable\"}")) {
            assertThat(Taken.value(values, busy)).as(busy).isPositive();
        }
        assertThat(Taken.value(values, "process.private{process=\"self\"}"))
                .isLessThanOrEqualTo(Taken.value(values, "process.resident{process=\"self\"}"));
        assertThat(Taken.value(values, "process.start_time{process=\"self\"}")).isCloseTo(
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3, within(60.0));
    }

    @Test
    void theProcessesThatUseMostAreLookedAtBesides() {
        sources.forEach(Source::observe);

        assertThat(context.getBean(TopProcesses.class).last()).hasValueSatisfying(
                top -> assertThat(top.byResident()).isNotEmpty().hasSizeLessThanOrEqualTo(10));
    }

    @Test
    void whatChangesSlowlyIsReadSeldomUnlessAnIntervalIsSet() {
        assertThat(sources).filteredOn(s -> s.name().equals("system.filesystem"))
                .extracting(s -> s.description().every()).containsExactly(Duration.ofSeconds(5));
        assertThat(sources).filteredOn(s -> s.name().equals("system.cpu")).extracting(s -> s.description().every())
                .containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void noMetricIsDeclaredInTwoWays() {
        List<Metric> metrics = sources.stream().flatMap(s -> s.description().metrics().stream()).distinct().toList();

        assertThat(metrics).extracting(Metric::name).doesNotHaveDuplicates();
    }

    @Test
    void onlyOurOwnProcessBringsARule() {
        assertThat(sources).filteredOn(s -> !s.description().rules().isEmpty()).extracting(Source::name)
                .containsExactly("process.self");
    }

    @Test
    void memoryIsThatOfThisMachine() {
        var memory = sources.stream().filter(s -> s.name().equals("system.memory")).findFirst().orElseThrow();
        Map<String, Double> values = memory.observe().samples().stream()
                .collect(Collectors.toMap(s -> s.series().toString(), Sample::value));

        assertThat(Taken.value(values, "system.memory.utilization")).isBetween(0.0, 1.0);
        assertThat(Taken.value(values, "system.memory.available"))
                .isLessThan(Taken.value(values, "system.memory.total"));
        assertThat(values).containsKeys("system.swap.total", "system.swap.used");
    }

    @Test
    void offersTheConditionsOfTheHost() {
        HostConditions conditions = context.getBean(HostConditions.class);
        HostConditions.Seen seen = conditions.watch("shop").end();

        assertThat(conditions.processes()).containsExactly("shop");
        assertThat(seen.conditions().gcPauseSeconds()).isNotNegative();
        assertThat(seen.usage().memoryGrowth()).isNotNull();
        assertThat(seen.usage().processGrowth()).as("of a process that does not run").isNull();
    }
}
