package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.probe.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, in front of a real database that is stopped and comes back. */
class PageInBrowser {

    private static final String RULE = "orders-read.error_rate.critical";

    /** Notes when the page first says so, by the clock that the service reads too. */
    private static final String WATCH = """
            window.told = {};
            const note = () => {
              const state = document.getElementById('overall').dataset.state;
              const reason = document.getElementById('overall-reason').textContent;
              if (state !== 'CRITICAL' || reason !== '') {
                window.told[state] ??= { at: Date.now(), reason };
              }
            };
            new MutationObserver(note).observe(document.getElementById('overall'),
              { attributes: true, childList: true, characterData: true, subtree: true });
            """;

    @TempDir
    private static Path directory;
    private static TestPostgres postgres;
    private static RunningService service;

    @BeforeAll
    static void start() {
        postgres = new TestPostgres();
        service = service("data");
    }

    private static RunningService service(String data) {
        return RunningService.start(directory.resolve(data), "tidemark.builtin=true",
                "tidemark.targets.shop-db.url=" + postgres.url(), "tidemark.targets.shop-db.username=probe",
                "tidemark.targets.shop-db.password=right", "tidemark.targets.shop-db.writes=true",
                "tidemark.probes.orders-read.target=shop-db", "tidemark.probes.orders-read.workload=point-read",
                "tidemark.probes.orders-read.every=2s", "tidemark.probes.orders-read.deadline=2s",
                "tidemark.probes.orders-read.thresholds=error_rate < 1%",
                "tidemark.probes.orders-rarely.target=shop-db", "tidemark.probes.orders-rarely.workload=point-read",
                "tidemark.probes.orders-rarely.every=1h");
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        postgres.close();
    }

    @Test
    void standsWithinASecond() throws Exception {
        ready();
        try (Browser browser = new Browser()) {
            Map<String, Double> paints = new TreeMap<>();
            for (int i = 0; i < 10; i++) {
                browser.command("Network.clearBrowserCache", Map.of());
                browser.open(service.base());
                browser.until("performance.getEntriesByName('first-contentful-paint').length === 1");
                double painted = browser.run(
                        "return performance.getEntriesByName('first-contentful-paint')[0].startTime").asDouble();
                double stood = browser.run("return performance.getEntriesByName('loaded')[0].startTime").asDouble();
                paints.put("%02d".formatted(i), painted);
                System.out.printf("first paint after %.0f ms, its figures stood after %.0f ms%n", painted, stood);
            }
            assertThat(paints.values()).as("first paint in ms").allMatch(millis -> millis < 1000);
            browser.assertQuiet(service.base());
        }
    }

    @Test
    void followsTheServiceWithoutAskingAgain() throws Exception {
        ready();
        try (Browser browser = new Browser()) {
            browser.open(service.base());
            browser.drawn();
            browser.run("""
                    window.seen = new Set();
                    const tiles = document.getElementById('host');
                    new MutationObserver(() => window.seen.add(tiles.textContent)).observe(tiles,
                      { characterData: true, childList: true, subtree: true });""");
            int before = browser.requests().size();

            browser.until("window.seen.size >= 5");

            assertThat(browser.text("#connection")).isEqualTo("live");
            // A run that is told brings its distribution and its chart, and nothing else is asked for.
            assertThat(browser.requests().subList(before, browser.requests().size())).extracting(Browser.Request::url)
                    .allMatch(url -> url.contains("/api/v1/runs/") || url.contains("/latency?"));
            browser.assertQuiet(service.base());
        }
    }

    @Test
    void runsAProbeThatIsAskedFor() throws Exception {
        ready();
        try (Browser browser = new Browser()) {
            browser.open(service.base() + "/#probe=orders-rarely");
            String before = service.source("orders-rarely").at("/run/id").asString();
            String button = "#probes tr[data-key=orders-rarely] td:last-child button";
            browser.run("""
                    window.progress = [];
                    const cell = document.querySelector(arguments[0]).closest('td');
                    new MutationObserver(() => window.progress.push(cell.textContent)).observe(cell,
                      { characterData: true, childList: true, subtree: true });""", button);

            browser.click(button);
            browser.until("window.progress.some((text) => text.startsWith('Running'))");
            browser.until("document.querySelector('" + button + "').textContent === 'Run now'");

            String after = service.source("orders-rarely").at("/run/id").asString();
            assertThat(after).isNotEqualTo(before);
            browser.until("document.querySelectorAll('#runs tbody tr').length >= 2");
            assertThat(browser.texts("#runs tbody tr:first-child .state")).containsExactly("Succeeded");
            browser.assertQuiet(service.base());
        }
    }

    @Test
    void turnsRedWithTheReasonAndComesBack() throws Exception {
        ready();
        try (Browser browser = new Browser()) {
            browser.open(service.base() + "/#probe=orders-read");
            browser.drawn();
            assertThat(browser.run("return document.getElementById('overall').dataset.state").asString())
                    .isEqualTo("OK");
            browser.run(WATCH);

            postgres.kill();
            browser.until("window.told.CRITICAL !== undefined");

            assertTold(browser, "CRITICAL", "red");
            assertThat(browser.run("return window.told.CRITICAL.reason").asString()).contains("error_rate",
                    "cannot connect to shop-db");
            assertThat(browser.texts("#probe-reason").getFirst()).contains("shop-db");
            assertThat(browser.texts("#thresholds tbody tr:first-child td:nth-child(2) .main")).containsExactly(RULE);
            browser.until("!document.getElementById('alerts-section').hidden");

            browser.run("window.told = {}");
            postgres.restart();
            browser.until("window.told.OK !== undefined");

            assertTold(browser, "OK", "green");
            browser.until("document.getElementById('probe-reason').hidden");
            assertThat(Browser.strings(browser.runLong("""
                    import('./breaches.js').then(({ breaches }) =>
                      arguments[0](breaches().map(({ title, to }) => `${title} ${Number.isFinite(to)}`)));""")))
                    .as("shaded").contains(RULE + " true");
            browser.assertQuiet(service.base());
        }
    }

    /** Two seconds after the verdict at the latest. */
    private static void assertTold(Browser browser, String state, String colour) {
        Instant verdict = Instant.parse(service.rule(RULE).get("since").asString());
        Instant told = Instant.ofEpochMilli(browser.run("return window.told." + state + ".at").asLong());
        Duration late = Duration.between(verdict, told);
        System.out.printf("%s %d ms after the verdict%n", colour, late.toMillis());
        assertThat(late).isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(2));
    }

    @Test
    void aStretchDrawnOutWithThePointerIsKeptByTheLink() throws Exception {
        ready();
        try (Browser browser = new Browser()) {
            browser.open(service.base() + "/#range=1h&probe=orders-read");
            assertThat(browser.run("return document.getElementById('range').value").asString()).isEqualTo("1h");
            browser.run("document.getElementById('host-charts').scrollIntoView()");
            browser.drawn();

            browser.pointer("mouseMoved", "[data-chart=load] canvas", 0.5);
            browser.until("/^\\d{4}-\\d\\d-\\d\\d \\d\\d:/.test(document.getElementById('cursor').textContent)");
            browser.pointer("mousePressed", "[data-chart=load] canvas", 0.5);
            browser.pointer("mouseMoved", "[data-chart=load] canvas", 0.7);
            browser.pointer("mouseReleased", "[data-chart=load] canvas", 0.7);
            browser.until("location.hash.includes('from=') && location.hash.includes('to=')");

            String link = browser.run("return location.href").asString();
            String shown = browser.text("#range-text");
            browser.open(link);
            assertThat(browser.text("#range-text")).isEqualTo(shown).contains(" – ");
            browser.click("[data-move=live]");
            assertThat(browser.text("#range-text")).isEqualTo("until now");
            browser.assertQuiet(service.base());
        }
    }

    @Test
    void goesOnBehindTheLastEventAfterACut() throws Exception {
        ready();
        try (Relay relay = new Relay(port(service)); Browser browser = new Browser()) {
            browser.open(relay.base());
            browser.until("document.getElementById('connection').dataset.state === 'live'");
            browser.drawn();

            relay.cut();
            browser.until("document.getElementById('connection').dataset.state === 'lost'");
            int before = browser.requests().size();
            browser.until("document.getElementById('connection').dataset.state === 'live'");

            List<Browser.Request> since = browser.requests().subList(before, browser.requests().size());
            assertThat(since).filteredOn(request -> request.url().endsWith("/stream")).hasSize(1)
                    .allMatch(request -> request.lastEventId().matches(".+-\\d+"));
            assertThat(since).as("begins anew").noneMatch(request -> request.url().endsWith("/sources"));
            browser.assertKeepsToItself(relay.base());
        }
    }

    @Test
    void isLetGoByAServiceThatEndsAndFindsTheNext() throws Exception {
        RunningService first = service("ending");
        try (Relay relay = new Relay(port(first)); Browser browser = new Browser()) {
            browser.open(relay.base());
            browser.until("document.getElementById('connection').dataset.state === 'live'");
            Instant asked = Instant.now();
            first.close();
            Duration took = Duration.between(asked, Instant.now());
            System.out.printf("the service ended in %d ms with a page open%n", took.toMillis());
            // The grace period for answers that are under way is 5 s: a stream that is not closed would use it up.
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            browser.until("document.getElementById('connection').textContent === 'not connected'");
            browser.picture("not-connected");

            try (RunningService next = service("ending")) {
                relay.to(port(next));
                browser.until("document.getElementById('connection').dataset.state === 'live'");
                browser.assertKeepsToItself(relay.base());
            }
        }
    }

    private static void ready() {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).untilAsserted(
                () -> assertThat(service.json("/api/v1/status").get("status").asString()).isEqualTo("OK"));
    }

    private static int port(RunningService service) {
        return URI.create(service.base()).getPort();
    }

}
