package io.tidemark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service costs beside Debian's prometheus-node-exporter, which measures when it is scraped: once a second. */
class FootprintBench {

    private static final int SECONDS = Integer.getInteger("seconds", 600);
    private static final int WARM_UP = 200;
    private static final int SCRAPES = Integer.getInteger("scrapes", 1000);

    @TempDir
    private Path directory;

    @Test
    void processorAndMemoryBesideNodeExporter() throws Exception {
        try (NodeExporter peer = NodeExporter.start();
                ServiceProcess idle = ServiceProcess.start(directory.resolve("idle"), "tidemark.builtin=false");
                ServiceProcess probing = ServiceProcess.start(directory.resolve("probing"))) {
            Scraper probingScraper = scraper(probing);
            TimeUnit.SECONDS.sleep(Math.min(60, SECONDS)); // past compilation
            ProcessReading peerBefore = ProcessReading.of(peer.pid());
            ProcessReading idleBefore = ProcessReading.of(idle.pid());
            ProcessReading probingBefore = ProcessReading.of(probing.pid());
            for (int second = 0; second < SECONDS; second++) {
                peer.scraper().scrape();
                probingScraper.scrape();
                TimeUnit.SECONDS.sleep(1);
            }
            print("node_exporter, scraped once a second", peerBefore, ProcessReading.of(peer.pid()));
            print("probes paused, not scraped", idleBefore, ProcessReading.of(idle.pid()));
            print("built-in probes, scraped once a second", probingBefore, ProcessReading.of(probing.pid()));
        }
    }

    @Test
    void scrapeBesideNodeExporter() throws Exception {
        try (NodeExporter peer = NodeExporter.start();
                ServiceProcess service = ServiceProcess.start(directory.resolve("data"))) {
            compare("back to back", service, peer, 0);
            compare("50 a second", service, peer, 20);
        }
    }

    private static void compare(String pace, ServiceProcess service, NodeExporter peer, long pause) throws Exception {
        Scraper our = scraper(service);
        Scraper their = peer.scraper();
        inTurn(our, their, WARM_UP, pause, new ArrayList<>(), new ArrayList<>());
        ProcessReading ourBefore = ProcessReading.of(service.pid());
        ProcessReading theirBefore = ProcessReading.of(peer.pid());
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        inTurn(our, their, SCRAPES, pause, ours, theirs);
        System.out.println("scrape in ms, " + pace + ": Tidemark      " + Percentiles.of(ours));
        System.out.println("scrape in ms, " + pace + ": node_exporter " + Percentiles.of(theirs));
        // Waiting for a processor that others use does not count here.
        System.out.printf("processor time a scrape in ms, %s: Tidemark %.2f, node_exporter %.2f%n", pace,
                perScrape(ourBefore, service.pid()), perScrape(theirBefore, peer.pid()));
    }

    private static void inTurn(Scraper our, Scraper their, int scrapes, long pause, List<Double> ours,
            List<Double> theirs) throws Exception {
        for (int i = 0; i < scrapes; i++) {
            ours.add(our.scrape());
            theirs.add(their.scrape());
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }

    private static double perScrape(ProcessReading before, long pid) throws IOException {
        return 1e3 * (ProcessReading.of(pid).cpuSeconds() - before.cpuSeconds()) / SCRAPES;
    }

    @Test
    void launchToReadyAndToTheFirstProbeResult() throws Exception {
        List<Double> ready = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            try (ServiceProcess service = ServiceProcess.start(directory.resolve("launch" + i))) {
                long readyAt = System.nanoTime();
                while (!anyProbeAnswered(service)) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                if (i > 0) { // the launcher unpacks at the first start
                    ready.add(service.launchToReady().toMillis() / 1e3);
                    first.add((System.nanoTime() - readyAt) / 1e9);
                }
            }
        }
        System.out.println("launch to ready in s:              " + Percentiles.of(ready));
        System.out.println("ready to first probe result in s:  " + Percentiles.of(first));
    }

    private static boolean anyProbeAnswered(ServiceProcess service) throws Exception {
        for (JsonNode source : new JsonMapper().readTree(service.get("/api/v1/sources").body()).get("items")) {
            if (source.get("kind").asString().equals("PROBE")
                    && source.get("outcome").asString("").equals("SUCCEEDED")) {
                return true;
            }
        }
        return false;
    }

    private static Scraper scraper(ServiceProcess service) {
        return new Scraper("http://127.0.0.1:" + service.port() + "/actuator/prometheus");
    }

    private static void print(String what, ProcessReading before, ProcessReading after) {
        System.out.printf("%-40s %.2f %% of one core, %d MB resident%n", what, 100 * after.cpuShareSince(before),
                after.residentBytes() / 1_000_000);
    }
}
