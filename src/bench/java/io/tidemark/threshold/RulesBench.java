package io.tidemark.threshold;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.history.Rehearsal;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.metric.Unit;
import io.tidemark.probe.Programs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What judging 10,000 rules over 500 series costs a second, a fifth of them over windows of a minute, and beside it
 * Debian's Prometheus evaluating an equal set over the same values. Properties: ticks (300), peer (true).
 */
class RulesBench {

    private static final int SOURCES = 10;
    private static final int SERIES = 50;
    private static final int KINDS = 20;
    private static final int TICKS = Integer.getInteger("ticks", 300);
    private static final int FILLED = 120;
    private static final boolean PEER = Boolean.parseBoolean(System.getProperty("peer", "true"));
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    @TempDir
    private Path directory;

    @Test
    void tenThousandRules() throws Exception {
        ours();
        if (PEER) {
            prometheus();
        }
    }

    private static void ours() {
        SettableClock clock = new SettableClock();
        Sources sources = new Sources(IntStream.range(0, SOURCES).<Source>mapToObj(Made::new).toList());
        Rehearsal readings = new Rehearsal();
        long empty = used();
        LiveThresholds thresholds = new LiveThresholds(
                Rules.all(sources, new ConfiguredRules(rules()), List.of()).rules(), sources, readings.readings(),
                clock, clock);
        double[] judging = new double[TICKS];
        double[] taking = new double[TICKS];
        double[] processor = new double[TICKS];
        long allocated = 0;
        long judged = 0;
        Random random = new Random(1);
        for (int tick = -FILLED; tick < TICKS; tick++) {
            clock.passSeconds(1);
            List<Observation> seen = seen(clock, random);
            long start = System.nanoTime();
            seen.forEach(readings::take);
            long taken = System.nanoTime();
            long before = THREADS.getCurrentThreadAllocatedBytes();
            long cpu = THREADS.getCurrentThreadCpuTime();
            long count = 0;
            for (Observation observation : seen) {
                count += thresholds.judge(observation).size();
            }
            count += thresholds.due(clock.instant()).size();
            if (tick >= 0) {
                judging[tick] = (System.nanoTime() - taken) / 1e6;
                processor[tick] = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6;
                taking[tick] = (taken - start) / 1e6;
                allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
                judged += count;
            }
        }
        System.out.printf(Locale.ROOT, "tidemark: %d rules, %.0f judgements a tick%n", thresholds.rules().size(),
                judged / (double) TICKS);
        System.out.println("judging in ms:   " + percentiles(judging));
        System.out.println("  of the processor: " + percentiles(processor));
        System.out.println("taking in in ms: " + percentiles(taking));
        System.out.printf(Locale.ROOT, "allocated a tick: %.2f MB; held in all: %.1f MB%n", allocated / 1e6 / TICKS,
                (used() - empty) / 1e6);
        thresholds.current();
    }

    private static List<Observation> seen(SettableClock clock, Random random) {
        List<Observation> seen = new ArrayList<>();
        for (int source = 0; source < SOURCES; source++) {
            List<Sample> samples = new ArrayList<>();
            for (int series = 0; series < SERIES; series++) {
                samples.add(new Sample(new Series("bench.m" + source, Labels.of("series", Integer.toString(series))),
                        clock.instant(), random.nextDouble()));
            }
            seen.add(Observation.of("here", "bench-" + source, clock.instant(), Duration.ZERO, samples));
        }
        return seen;
    }

    private static List<RuleText> rules() {
        List<RuleText> rules = new ArrayList<>();
        for (int source = 0; source < SOURCES; source++) {
            for (int series = 0; series < SERIES; series++) {
                for (int kind = 0; kind < KINDS; kind++) {
                    rules.add(House.rule("r-" + source + "-" + series + "-" + kind + ": "
                            + condition("bench.m" + source + "{series=\"" + series + "\"}", kind, false)));
                }
            }
        }
        return rules;
    }

    /** The last four of twenty are over windows; every second demands that it lasts. */
    private static String condition(String series, int kind, boolean peer) {
        String limit = (peer ? " > " : " < ") + (0.99 - kind / 1000.0) + (!peer && kind % 2 == 0 ? " for 1m" : "");
        String[] ours = {"avg", "max", "min", "p95"};
        String[] theirs = {"avg_over_time(", "max_over_time(", "min_over_time(", "quantile_over_time(0.95, "};
        int window = kind - (KINDS - ours.length);
        if (window < 0) {
            return series + limit;
        }
        return (peer ? theirs[window] + series + "[1m])" : ours[window] + "(" + series + ", 1m)") + limit;
    }

    private void prometheus() throws Exception {
        Random random = new Random(1);
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/metrics", exchange -> {
            byte[] text = exposed(random).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        target.start();
        Files.writeString(directory.resolve("rules.yml"), ruleFile());
        Path settings = Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yml]
                scrape_configs:
                  - {job_name: bench, static_configs: [{targets: ["127.0.0.1:%d"]}]}
                """.formatted(target.getAddress().getPort()));
        int port = Programs.freePort();
        Process process = new ProcessBuilder("prometheus", "--config.file=" + settings,
                "--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile()).start();
        try {
            TimeUnit.SECONDS.sleep(80); // until the windows are full
            double[] took = new double[20];
            for (int i = 0; i < took.length; i++) {
                TimeUnit.SECONDS.sleep(1);
                took[i] = 1e3 * sum(port, "prometheus_rule_group_last_duration_seconds");
            }
            System.out.println("prometheus evaluating in ms, all groups: " + percentiles(took));
            System.out.printf(Locale.ROOT, "prometheus rules: %.0f%n", sum(port, "prometheus_rule_group_rules"));
        } finally {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
            target.stop(0);
        }
    }

    private static String exposed(Random random) {
        StringBuilder text = new StringBuilder();
        for (int source = 0; source < SOURCES; source++) {
            for (int series = 0; series < SERIES; series++) {
                text.append("bench_m").append(source).append("{series=\"").append(series).append("\"} ")
                        .append(random.nextDouble()).append('\n');
            }
        }
        return text.toString();
    }

    private static String ruleFile() {
        StringBuilder text = new StringBuilder("groups:\n");
        for (int source = 0; source < SOURCES; source++) {
            text.append("  - name: g").append(source).append("\n    rules:\n");
            for (int series = 0; series < SERIES; series++) {
                for (int kind = 0; kind < KINDS; kind++) {
                    text.append("      - {alert: r_").append(source).append('_').append(series).append('_').append(kind)
                            .append(", expr: '")
                            .append(condition("bench_m" + source + "{series=\"" + series + "\"}", kind,
                                    true))
                            .append(kind % 2 == 0 ? "', for: 1m}\n" : "'}\n");
                }
            }
        }
        return text.toString();
    }

    /** Over all groups, from Prometheus' own page. */
    private static double sum(int port, String metric) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String page = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
                    BodyHandlers.ofString()).body();
            return page.lines().filter(line -> line.startsWith(metric + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
        }
    }

    private static String percentiles(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "p50 %.2f, p90 %.2f, p99 %.2f, max %.2f", at(sorted, 0.5), at(sorted, 0.9),
                at(sorted, 0.99), sorted[sorted.length - 1]);
    }

    private static double at(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private record Made(int number) implements Source {

        @Override
        public String name() {
            return "bench-" + number;
        }

        @Override
        public Description description() {
            return new Description(Kind.SAMPLER, Duration.ofSeconds(1), name(),
                    List.of(House.gauge("bench.m" + number, Unit.ONE)), List.of());
        }

        @Override
        public Observation observe() {
            throw new UnsupportedOperationException("made by the bench");
        }
    }
}
