package io.tidemark.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.Telling.DeliveryStatus;
import io.tidemark.collect.Tally;
import io.tidemark.export.Fakes.FakeSource;
import io.tidemark.history.StoreStatus;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.ResultNames;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sources;
import io.tidemark.metric.Unit;
import io.tidemark.threshold.Severity;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Prometheus reads, name by name. */
class PrometheusTextTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource(textBlock = """
            system.cpu.time,              SECONDS, COUNTER, tidemark_system_cpu_seconds_total
            system.cpu.utilization,       ONE,     GAUGE,   tidemark_system_cpu_utilization_ratio
            system.cpu.core.utilization,  ONE,     GAUGE,   tidemark_system_cpu_core_utilization_ratio
            system.load.1m,               ONE,     GAUGE,   tidemark_system_load1
            system.load.5m,               ONE,     GAUGE,   tidemark_system_load5
            system.load.15m,              ONE,     GAUGE,   tidemark_system_load15
            system.memory.total,          BYTES,   GAUGE,   tidemark_system_memory_total_bytes
            system.memory.available,      BYTES,   GAUGE,   tidemark_system_memory_available_bytes
            system.memory.utilization,    ONE,     GAUGE,   tidemark_system_memory_utilization_ratio
            system.swap.total,            BYTES,   GAUGE,   tidemark_system_swap_total_bytes
            system.swap.used,             BYTES,   GAUGE,   tidemark_system_swap_used_bytes
            system.disk.read,             BYTES,   COUNTER, tidemark_disk_read_bytes_total
            system.disk.written,          BYTES,   COUNTER, tidemark_disk_written_bytes_total
            system.disk.busy,             SECONDS, COUNTER, tidemark_disk_busy_seconds_total
            system.filesystem.size,       BYTES,   GAUGE,   tidemark_filesystem_size_bytes
            system.filesystem.available,  BYTES,   GAUGE,   tidemark_filesystem_available_bytes
            system.network.received,      BYTES,   COUNTER, tidemark_network_receive_bytes_total
            system.network.sent,          BYTES,   COUNTER, tidemark_network_transmit_bytes_total
            system.network.errors,        ONE,     COUNTER, tidemark_network_errors_total
            system.pressure,              SECONDS, COUNTER, tidemark_pressure_stalled_seconds_total
            container.throttled,          SECONDS, COUNTER, tidemark_container_throttled_seconds_total
            system.open_files,            ONE,     GAUGE,   tidemark_system_open_file_descriptors
            system.processes,             ONE,     GAUGE,   tidemark_system_processes
            system.threads,               ONE,     GAUGE,   tidemark_system_threads
            process.cpu.time,             SECONDS, COUNTER, tidemark_process_cpu_seconds_total
            process.cpu.utilization,      ONE,     GAUGE,   tidemark_process_cpu_utilization_ratio
            process.resident,             BYTES,   GAUGE,   tidemark_process_resident_memory_bytes
            process.virtual,              BYTES,   GAUGE,   tidemark_process_virtual_memory_bytes
            process.threads,              ONE,     GAUGE,   tidemark_process_threads
            process.open_files,           ONE,     GAUGE,   tidemark_process_open_file_descriptors
            process.max_files,            ONE,     GAUGE,   tidemark_process_max_file_descriptors
            process.up,                   ONE,     GAUGE,   tidemark_process_up
            process.private,              BYTES,   GAUGE,   tidemark_process_private_memory_bytes
            process.start_time,           SECONDS, GAUGE,   tidemark_process_start_time_seconds
            process.paging.faults,        ONE,     COUNTER, tidemark_process_paging_faults_total
            process.disk.read,            BYTES,   COUNTER, tidemark_process_disk_read_bytes_total
            process.disk.written,         BYTES,   COUNTER, tidemark_process_disk_written_bytes_total
            process.context_switches,     ONE,     COUNTER, tidemark_process_context_switches_total
            process.jvm.heap.used,        BYTES,   GAUGE,   tidemark_process_jvm_heap_used_bytes
            process.jvm.heap.committed,   BYTES,   GAUGE,   tidemark_process_jvm_heap_committed_bytes
            process.jvm.gc.count,         ONE,     COUNTER, tidemark_process_jvm_gc_count_total
            process.jvm.gc.time,          SECONDS, COUNTER, tidemark_process_jvm_gc_time_seconds_total
            process.jvm.safepoints,       ONE,     COUNTER, tidemark_process_jvm_safepoints_total
            process.jvm.safepoint.time,   SECONDS, COUNTER, tidemark_process_jvm_safepoint_time_seconds_total
            process.jvm.threads,          ONE,     GAUGE,   tidemark_process_jvm_threads
            process.jvm.classes,          ONE,     GAUGE,   tidemark_process_jvm_classes
            system.processes.blocked,     ONE,     GAUGE,   tidemark_system_processes_blocked
            system.oom_kills,             ONE,     COUNTER, tidemark_system_oom_kills_total
            system.network.tcp.retransmissions, ONE, COUNTER, tidemark_system_network_tcp_retransmissions_total
            container.cpu.utilization,    ONE,     GAUGE,   tidemark_container_cpu_utilization_ratio
            container.memory.utilization, ONE,     GAUGE,   tidemark_container_memory_utilization_ratio
            server.connections,           ONE,     GAUGE,   tidemark_server_connections
            server.connections.max,       ONE,     GAUGE,   tidemark_server_connections_max
            server.cache.hit_ratio,       ONE,     GAUGE,   tidemark_server_cache_hit_ratio
            server.cache.hits,            ONE,     COUNTER, tidemark_server_cache_hits_total
            server.evictions,             ONE,     COUNTER, tidemark_server_evictions_total
            server.memory.used,           BYTES,   GAUGE,   tidemark_server_memory_used_bytes
            server.commits,               ONE,     COUNTER, tidemark_server_commits_total
            server.locks.waiting,         ONE,     GAUGE,   tidemark_server_locks_waiting
            server.replication.lag,       SECONDS, GAUGE,   tidemark_server_replication_lag_seconds
            own.rate,                     PER_SECOND,       GAUGE, tidemark_own_rate_per_second
            own.flow,                     BYTES_PER_SECOND, GAUGE, tidemark_own_flow_bytes_per_second
            """)
    void namesEveryMetricAsTheDesignDoes(String name, Unit unit, Kind kind, String expected) {
        Metric metric = new Metric(name, unit, kind, Better.NEITHER, "What it is");
        House house = new House(FakeSource.sampler("system.cpu", SECOND, metric));
        house.read(metric, 1.5, "device", "sda \"1\"\\");

        assertThat(house.lines()).contains(expected + "{device=\"sda \\\"1\\\"\\\\\"} 1.5");
        assertThat(house.scrape()).contains("# HELP " + expected + " What it is\n",
                "# TYPE " + expected + " " + (kind == Kind.COUNTER ? "counter" : "gauge") + "\n");
    }

    @Test
    void leavesTheJvmToBootAndSkipsWhatNobodyDeclared() {
        Metric heap = gauge("jvm.heap.used", Unit.BYTES);
        House house = new House(FakeSource.sampler("jvm", SECOND, heap));
        house.read(heap, 1);
        house.read(gauge("nobody.knows", Unit.ONE), 1);

        assertThat(house.scrape()).doesNotContain("heap", "nobody");
    }

    @Test
    void whatIsOfThePageOnlyIsLeftOut() {
        Metric switches = gauge("system.context_switches", Unit.ONE);
        Metric unshared = gauge("process.private", Unit.BYTES);
        House house = new House(FakeSource.sampler("system.processes", SECOND, switches, unshared));
        house.read(switches, 1);
        house.read(unshared, 2, "process", "self");
        house.read(unshared, 3, "process", "shop");

        assertThat(house.scrape()).doesNotContain("switches", "self").contains("shop");
    }

    @Test
    void leavesOutWhatIsNoLongerCurrent() {
        Metric load = gauge("system.load.1m", Unit.ONE);
        House fast = new House(FakeSource.sampler("system.cpu", SECOND, load));
        House slow = new House(FakeSource.sampler("system.cpu", Duration.ofSeconds(60), load));
        fast.read(load, 1);
        slow.read(load, 1);
        fast.now = slow.now = House.NOW.plusSeconds(10);
        assertThat(fast.scrape()).contains("system_load1");
        fast.now = slow.now = House.NOW.plusSeconds(11);
        assertThat(fast.scrape()).doesNotContain("system_load1");
        assertThat(slow.scrape()).contains("system_load1");
    }

    @Test
    void countersOfAProbeStandFromTheStart() {
        House house = new House(FakeSource.probe("orders-read", "timeout", "connect", "refused"));
        assertThat(house.lines()).contains("tidemark_probe_operations_total{probe=\"orders-read\"} 0.0",
                "tidemark_probe_runs_total{outcome=\"succeeded\",probe=\"orders-read\"} 0.0",
                "tidemark_probe_runs_total{outcome=\"skipped\",probe=\"orders-read\"} 0.0",
                "tidemark_probe_operation_failures_total{kind=\"timeout\",probe=\"orders-read\"} 0.0",
                "tidemark_probe_operation_failures_total{kind=\"connect\",probe=\"orders-read\"} 0.0",
                "tidemark_probe_operation_failures_total{kind=\"refused\",probe=\"orders-read\"} 0.0",
                "tidemark_probe_interval_seconds{probe=\"orders-read\"} 10.0");
        assertThat(house.scrape()).doesNotContain("last_success", "duration_seconds");
    }

    @Test
    void addsEveryRunToTheHistogram() {
        House house = new House(FakeSource.probe("orders-read"));
        house.observe(House.run("orders-read", Map.of("read", millis(1, 7, 7)), Map.of(), new Outcome.Succeeded()));
        house.observe(House.run("orders-read", Map.of("read", millis(7, 40_000)), Map.of("timeout", 1L),
                new Outcome.Succeeded()));

        assertThat(house.lines()).contains(bucket("0.0005", 0), bucket("0.001", 1), bucket("0.005", 1),
                bucket("0.01", 4), bucket("5.0", 4), bucket("+Inf", 5),
                "tidemark_probe_duration_seconds_count{operation=\"read\",probe=\"orders-read\"} 5",
                "tidemark_probe_operations_total{probe=\"orders-read\"} 5.0",
                "tidemark_probe_operation_failures_total{kind=\"timeout\",probe=\"orders-read\"} 1.0",
                "tidemark_probe_runs_total{outcome=\"succeeded\",probe=\"orders-read\"} 2.0",
                "tidemark_probe_last_success_timestamp_seconds{probe=\"orders-read\"} 1.795176002E9");
        assertThat(value(house, "tidemark_probe_duration_seconds_sum")).isBetween(39.6, 40.5);
    }

    @Test
    void hasExactlyTheEdgesOfTheDesign() {
        House house = new House(FakeSource.probe("p"));
        house.observe(House.run("p", Map.of("read", millis(1)), Map.of(), new Outcome.Succeeded()));
        assertThat(house.lines().stream().filter(line -> line.contains("_bucket"))
                .map(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))).containsExactly("1.0E-4", "5.0E-4", "0.001",
                        "0.005", "0.01", "0.02", "0.03", "0.05", "0.1", "0.2", "0.3", "0.5", "1.0", "2.0", "5.0",
                        "+Inf");
    }

    @Test
    void countsRunsByHowTheyEnded() {
        House house = new House(FakeSource.probe("p"));
        house.observe(House.run("p", Map.of(), Map.of("auth", 1L), new Outcome.Failed("no")));
        house.observe(Observation.without("here", "p", House.NOW, new Outcome.Skipped("busy")));
        house.observe(Observation.without("here", "stranger", House.NOW, new Outcome.Skipped("busy")));
        assertThat(house.lines()).contains("tidemark_probe_runs_total{outcome=\"failed\",probe=\"p\"} 1.0",
                "tidemark_probe_runs_total{outcome=\"skipped\",probe=\"p\"} 1.0",
                "tidemark_probe_operation_failures_total{kind=\"auth\",probe=\"p\"} 1.0");
    }

    @Test
    void tellsHowTheSamplersDo() {
        House house = new House(FakeSource.sampler("system.cpu", SECOND));
        house.tell("system.cpu", new Tally(Duration.ZERO, 3, Duration.ofMillis(6), 1, 1, House.NOW));
        assertThat(house.lines()).contains("tidemark_collector_duration_seconds_count{source=\"system.cpu\"} 3",
                "tidemark_collector_duration_seconds_sum{source=\"system.cpu\"} 0.006",
                "tidemark_collector_failures_total{source=\"system.cpu\"} 1.0",
                "tidemark_collector_skipped_total{source=\"system.cpu\"} 1.0",
                "tidemark_collector_last_success_timestamp_seconds{source=\"system.cpu\"} 1.795176E9",
                "tidemark_sampling_overhead_ratio 0.0025");
    }

    @Test
    void aBreachCountsWhenItsForHasElapsed() {
        House house = new House();
        Threshold rule = house.rule("files", Severity.CRITICAL);
        Labels shop = Labels.of("process", "shop");
        Verdict broken = new Verdict.Breached("too many");
        String line = "tidemark_threshold_breached{process=\"shop\",severity=\"critical\",threshold=\"files\"} ";
        String total = "tidemark_threshold_breaches_total{severity=\"critical\",threshold=\"files\"} ";

        assertThat(house.lines()).contains(total + "0.0");
        house.judge(House.judgement(rule, shop, broken, House.NOW.plusSeconds(60), 90.0, 80.0));
        assertThat(house.lines()).contains(line + "0.0", total + "0.0",
                "tidemark_threshold_usage_ratio{process=\"shop\",severity=\"critical\",threshold=\"files\"} 1.125");
        house.judge(House.judgement(rule, shop, broken, null, 90.0, 80.0));
        house.judge(House.judgement(rule, shop, broken, null, 91.0, 80.0));
        assertThat(house.lines()).contains(line + "1.0", total + "1.0");
        house.judge(House.judgement(rule, shop, new Verdict.Ok("fine"), null, 9.0, 80.0));
        house.judge(House.judgement(rule, shop, broken, null, 90.0, 80.0));
        assertThat(house.lines()).contains(line + "1.0", total + "2.0");
    }

    @Test
    void aRuleWithoutDataIsNotBreachedAndUsesNothing() {
        House house = new House();
        house.judge(House.judgement(house.rule("none", Severity.WARNING), Labels.NONE, new Verdict.NoData("none"), null,
                null, null));
        assertThat(house.lines()).contains(
                "tidemark_threshold_breached{severity=\"warning\",threshold=\"none\"} 0.0");
        assertThat(house.scrape()).doesNotContain("usage_ratio");
    }

    @Test
    void tellsHowTheTellingDoes() {
        House house = new House();
        long[] latencies = new long[DeliveryStatus.LATENCY_BOUNDS.length + 1];
        latencies[3] = 2;
        latencies[12] = 1;
        house.telling.counts.put("on-call", new DeliveryStatus(3, 2, 1, latencies, 91.5));
        assertThat(house.lines()).contains("tidemark_notifications_total{channel=\"on-call\"} 5.0",
                "tidemark_notifications_failed_total{channel=\"on-call\"} 2.0",
                "tidemark_notifications_pending{channel=\"on-call\"} 1.0",
                "tidemark_notification_latency_seconds_bucket{channel=\"on-call\",le=\"0.25\"} 0",
                "tidemark_notification_latency_seconds_bucket{channel=\"on-call\",le=\"0.5\"} 2",
                "tidemark_notification_latency_seconds_bucket{channel=\"on-call\",le=\"60.0\"} 2",
                "tidemark_notification_latency_seconds_bucket{channel=\"on-call\",le=\"+Inf\"} 3",
                "tidemark_notification_latency_seconds_sum{channel=\"on-call\"} 91.5");
    }

    @Test
    void tellsHowTheKeepingDoesAndWhichVersionThisIs() {
        House house = new House();
        house.history.status = new StoreStatus("H2", false, "away", 4096, 12, 1, 99, 7, null);
        assertThat(house.lines()).contains("tidemark_store_reachable 0.0", "tidemark_store_journal_bytes 4096.0",
                "tidemark_store_journal_pending_records 12.0", "tidemark_store_dropped_records_total 1.0",
                "tidemark_store_written_records_total 99.0", "tidemark_store_failed_writes_total 7.0",
                "tidemark_build_info{version=\"1.2.3\"} 1").noneMatch(line -> line.startsWith("tidemark_store_size"));
    }

    @Test
    void tellsHowMuchRoomTheStoreTakes() {
        assertThat(new House().lines()).contains("tidemark_store_size_bytes 111.0",
                "tidemark_store_file_bytes 200.0",
                "tidemark_store_limit_bytes 2000.0", "tidemark_store_full_bytes 500.0",
                "tidemark_store_shortened 1.0");
    }

    @Test
    void resultsThatAreListedByNameTellTheirLastFigures() {
        House house = new House(new Sources(List.of(), new ResultNames(List.of("checkout", "waiting", "nightly-*"))));
        house.history.runs.add(result("checkout", Map.of("p95", 0.1205, "error_rate", 0.01, "own_seconds", 3.0)));
        house.history.runs.add(result("nightly-parse", Map.of("p95", 0.5)));

        assertThat(house.lines()).filteredOn(line -> line.startsWith("tidemark_result_")).containsExactlyInAnyOrder(
                "tidemark_result_timestamp_seconds{result=\"checkout\"} 1.795176E9",
                "tidemark_result_p95_seconds{result=\"checkout\"} 0.1205",
                "tidemark_result_error_rate{result=\"checkout\"} 0.01");
    }

    private static Run result(String name, Map<String, Double> measures) {
        return new Run(1, "here", name, "k6", "results", House.NOW, Duration.ZERO, Duration.ofSeconds(30),
                new Outcome.Succeeded(), Map.of(), Map.of(), Map.of(), Map.of(), measures, List.of(), Run.Cost.NONE,
                Conditions.UNKNOWN, Run.Course.PLAIN, 0);
    }

    @Test
    void everyFamilyIsDescribedAndNoLineNamesTheInstance() {
        House house = Crowd.onTwoCores();
        Pattern family = Pattern.compile("# TYPE (tidemark_\\S+) .*");
        String text = house.scrape();
        text.lines().map(family::matcher).filter(Matcher::matches)
                .forEach(match -> assertThat(text).containsPattern("# HELP " + match.group(1) + " \\S+"));
        assertThat(text).doesNotContain("instance=", "pid=");
    }

    @Test
    void staysUnderFourHundredSeriesWithNothingConfiguredOnTwoCores() {
        assertThat(Crowd.onTwoCores().lines()).hasSizeBetween(300, 400);
    }

    private static Metric gauge(String name, Unit unit) {
        return Metric.gauge(name, unit, Better.NEITHER, "What it is");
    }

    private static List<Duration> millis(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
    }

    private static String bucket(String edge, long count) {
        String le = edge.equals("0.0005") ? "5.0E-4" : edge;
        return "tidemark_probe_duration_seconds_bucket{operation=\"read\",probe=\"orders-read\",le=\"" + le + "\"} "
                + count;
    }

    private static double value(House house, String name) {
        return house.lines().stream().filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
