package io.tidemark.history;

import io.tidemark.Percentiles;
import io.tidemark.ProcessReading;
import io.tidemark.Scraper;
import io.tidemark.ServiceProcess;
import io.tidemark.metric.Series;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One series of 24 h at 1 s averaged to 1,000 points, beside Prometheus' query_range over the same samples; and 50 such
 * reads at once while the service measures. Properties: reads (300), rounds (20).
 */
class RangeReadBench {

    private static final int READS = Integer.getInteger("reads", 300);
    private static final int ROUNDS = Integer.getInteger("rounds", 20);
    /** Both compile or fetch what they need on the way; a service that answers all day has done so. */
    private static final int WARM_UP = 500;
    private static final int AT_ONCE = 50;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int STEP = 86;
    private static final String INSTANCE = "bench";

    private final Instant end = Instant.now().minus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.SECONDS);
    private final Recording recording = Recording.generated(10, end.minus(DAY), DAY);

    @TempDir
    private Path directory;

    @Test
    void aDayBesidePrometheus() throws Exception {
        try (ServiceProcess service = service();
                Prometheus peer = Prometheus.start(recording, directory.resolve("prometheus"))) {
            List<String> kinds = List.of("counter.bytes", "gauge.integer", "gauge.walk", "gauge.constant");
            for (Series series : recording.columns().keySet()) {
                if (!kinds.contains(series.metric())) {
                    continue;
                }
                Scraper ours = new Scraper(ours(service, series));
                Scraper theirs = new Scraper(theirs(peer, series));
                inTurn(ours, theirs, WARM_UP, new ArrayList<>(), new ArrayList<>());
                List<Double> our = new ArrayList<>();
                List<Double> their = new ArrayList<>();
                ProcessReading before = ProcessReading.of(service.pid());
                ProcessReading theirBefore = ProcessReading.of(peer.pid());
                inTurn(ours, theirs, READS, our, their);
                // Waiting for a processor that others use does not count here.
                System.out.printf("processor time a read in ms: Tidemark %.2f, Prometheus %.2f%n",
                        perRead(before, service.pid()), perRead(theirBefore, peer.pid()));
                Percentiles we = Percentiles.of(our);
                Percentiles they = Percentiles.of(their);
                System.out.printf("%-20s Tidemark   %s%n%-20s Prometheus %s, share %.2f%n", series.metric(), we, "",
                        they, we.at(50) / they.at(50));
            }
        }
    }

    @Test
    void fiftyAtOnceWhileMeasuring() throws Exception {
        try (ServiceProcess service = service(watched());
                ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Scraper> scrapers = recording.columns().keySet().stream()
                    .map(series -> new Scraper(ours(service, series))).toList();
            readAtOnce(readers, scrapers, 5);
            Instant begun = Instant.now();
            List<Double> took = readAtOnce(readers, scrapers, ROUNDS);
            TimeUnit.SECONDS.sleep(2);
            System.out.println("50 at once, ms: " + Percentiles.of(took));
            for (String metric : List.of("system.load.1m", "system.memory.available", "system.threads",
                    "jvm.threads")) {
                late(service, metric, begun);
            }
        }
    }

    /** So that there are 150 series: ten for each of ten processes. */
    private static String[] watched() {
        return IntStream.range(0, 10).mapToObj(i -> "tidemark.processes.watched-" + i + ".command=bin/tidemark")
                .toArray(String[]::new);
    }

    private ServiceProcess service(String... settings) throws Exception {
        Path data = Files.createDirectories(directory.resolve("service"));
        try (TestStore store = TestStore.h2(data, "tidemark")) {
            recording.writeTo(store.store(), INSTANCE);
        }
        return ServiceProcess.start(data, Stream.concat(Stream.of("tidemark.instance=" + INSTANCE), Stream.of(settings))
                .toArray(String[]::new));
    }

    private String ours(ServiceProcess service, Series series) {
        return "http://127.0.0.1:" + service.port() + "/api/v1/samples?match=" + encoded(series.toString()) + "&start="
                + end.minus(DAY) + "&end=" + end + "&agg=avg&step=" + STEP + "s";
    }

    private String theirs(Prometheus peer, Series series) {
        return peer.address() + "/api/v1/query_range?query="
                + encoded("avg_over_time(" + Prometheus.name(series) + "[" + STEP + "s])") + "&start="
                + end.minus(DAY).getEpochSecond() + "&end=" + end.getEpochSecond() + "&step=" + STEP;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void inTurn(Scraper ours, Scraper theirs, int reads, List<Double> our, List<Double> their)
            throws Exception {
        for (int i = 0; i < reads; i++) {
            our.add(ours.scrape());
            their.add(theirs.scrape());
        }
    }

    private static double perRead(ProcessReading before, long pid) throws IOException {
        return 1e3 * (ProcessReading.of(pid).cpuSeconds() - before.cpuSeconds()) / READS;
    }

    private static List<Double> readAtOnce(ExecutorService readers, List<Scraper> scrapers, int rounds)
            throws Exception {
        List<Double> took = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<Future<Double>> reads = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                reads.add(readers.submit(scrapers.get(i % scrapers.size())::scrape));
            }
            for (Future<Double> read : reads) {
                took.add(read.get());
            }
        }
        return took;
    }

    /** How far apart the samples of a second-by-second series came to lie. */
    private static void late(ServiceProcess service, String metric, Instant begun) throws Exception {
        JsonNode rows = new JsonMapper().readTree(
                service.get("/api/v1/samples?agg=last&match=" + metric + "&start=" + begun).body()).get("items");
        long longest = 0;
        for (int i = 1; i < rows.size(); i++) {
            longest = Math.max(longest, Duration.between(Instant.parse(rows.get(i - 1).get("time").asString()),
                    Instant.parse(rows.get(i).get("time").asString())).toMillis());
        }
        System.out.printf("%-24s %d samples in %d s, at most %d ms apart%n", metric, rows.size(),
                Duration.between(begun, Instant.now()).toSeconds(), longest);
    }
}
