package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/**
 * The page in a real browser, in front of a real database that is stopped and comes back; `-Dtimes=10` loads it so often
 * to show how long it takes.
 */
class PageInBrowser {

    private static final String RULE = "orders-read.error_rate.critical";
    private static final Dimension WHOLE = new Dimension(Browser.WIDE.width, 8000);
    private static final String LIVE = "document.getElementById('connection').dataset.state === 'live'";
    /** For answers that are under way when the service ends; far longer than ending takes on a busy machine. */
    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final int LOADS = Integer.getInteger("times", 1);

    /**
     * Notes when the page first says so, by the clock that the service reads too. Rules that only warn may break on a
     * busy machine.
     */
    private static final String WATCH = """
            window.told = {};
            const note = () => {
              const state = document.getElementById('overall').dataset.state === 'CRITICAL' ? 'CRITICAL' : 'OK';
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
                "spring.lifecycle.timeout-per-shutdown-phase=" + GRACE,
                "tidemark.targets.shop-db.url=" + postgres.url(), "tidemark.targets.shop-db.username=probe",
                "tidemark.targets.shop-db.password=right", "tidemark.targets.shop-db.writes=true",
                "tidemark.probes.orders-read.target=shop-db", "tidemark.probes.orders-read.workload=point-read",
                "tidemark.probes.orders-read.every=2s", "tidemark.probes.orders-read.deadline=30s",
                "tidemark.probes.orders-read.thresholds=error_rate < 1%",
                "tidemark.probes.orders-rarely.target=shop-db", "tidemark.probes.orders-rarely.workload=point-read",
                "tidemark.probes.orders-rarely.every=1h", "tidemark.probes.orders-rarely.deadline=30s");
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        postgres.close();
    }

    @Test
    void standsWithItsFigures() throws Exception {
        ready();
        try (Browser browser = new Browser()) {
            for (int i = 0; i < LOADS; i++) {
                browser.command("Network.clearBrowserCache", Map.of());
                browser.open(service.base());
                browser.until("performance.getEntriesByName('first-contentful-paint').length === 1");
                double painted = browser.run(
                        "return performance.getEntriesByName('first-contentful-paint')[0].startTime").asDouble();
                double stood = browser.run("return performance.getEntriesByName('loaded')[0].startTime").asDouble();
                System.out.printf("first paint after %.0f ms, its figures stood after %.0f ms%n", painted, stood);
                assertThat(browser.texts("#overall-word, #host .value")).hasSizeGreaterThan(4).doesNotContain("");
            }
            browser.assertQuiet(service.base());
        }
    }

    @Test
    void followsTheServiceWithoutAskingAgain() throws Exception {
        ready();
        try (Browser browser = new Browser()) {
            // What comes into sight later is asked for then.
            browser.size(WHOLE);
            browser.open(service.base());
            browser.until(LIVE);
            browser.drawn();
            int before = browser.requests().size();
            browser.note("seen", "#host");

            browser.until("new Set(window.seen).size >= 5");

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
            String cell = "#probes tr[data-key=orders-rarely] td:last-child";
            String button = cell + " button";
            browser.note("progress", cell);

            browser.click(button);
            browser.until("window.progress.some((text) => text.startsWith('Running'))");
            browser.until("document.querySelector('" + button + "').textContent === 'Run now'");

            String after = service.source("orders-rarely").at("/run/id").asString();
            assertThat(after).isNotEqualTo(before);
            browser.until("document.querySelectorAll('#runs tbody tr').length >= 2");
            assertThat(browser.texts("#runs tbody tr:first-child .state")).containsExactly("Succeeded");
            assertThat(Browser.strings(browser.run("return [...document.querySelectorAll('#phases .bar')]"
                    + ".map(({ dataset }) => dataset.level)")))
                    .as("a part of a whole is no warning").isNotEmpty().containsOnly("fine");
            browser.assertQuiet(service.base());
        }
    }

    @Test
    void turnsRedWithTheReasonAndComesBack() throws Exception {
        ready();
        try (Browser browser = new Browser()) {
            browser.open(service.base() + "/#probe=orders-read");
            browser.drawn();
            browser.until("document.getElementById('overall').dataset.state !== 'CRITICAL'");
            browser.run(WATCH);

            postgres.kill();
            browser.until("window.told.CRITICAL !== undefined");

            printHowLate(browser, "CRITICAL", "red");
            assertThat(browser.run("return window.told.CRITICAL.reason").asString()).contains("error_rate");
            // A run that was cut has another reason than the next one.
            browser.until(
                    "document.getElementById('overall-reason').textContent.includes('cannot connect to shop-db')");
            browser.until("document.getElementById('probe-reason').textContent.includes('shop-db')");
            assertThat(browser.texts("#thresholds tbody tr:first-child td:nth-child(2) .main")).containsExactly(RULE);
            browser.until("!document.getElementById('alerts-section').hidden");

            browser.run("window.told = {}");
            postgres.restart();
            browser.until("window.told.OK !== undefined");

            printHowLate(browser, "OK", "green");
            browser.until("document.getElementById('probe-reason').hidden");
            Browser.eventually(() -> assertThat(Browser.strings(browser.runLong("""
                    import('./breaches.js').then(({ breaches }) =>
                      arguments[0](breaches().map(({ title, to }) => `${title} ${Number.isFinite(to)}`)));""")))
                    .as("shaded").contains(RULE + " true"));
            browser.assertQuiet(service.base());
        }
    }

    private static void printHowLate(Browser browser, String state, String colour) {
        Instant verdict = Instant.parse(service.rule(RULE).get("since").asString());
        Instant told = Instant.ofEpochMilli(browser.run("return window.told." + state + ".at").asLong());
        System.out.printf("%s %d ms after the verdict%n", colour, Duration.between(verdict, told).toMillis());
    }

    @Test
    void aProbeWhoseTargetIsLeftAloneStaysAsBrokenAsItsLastRun() throws Exception {
        ready();
        try (Browser browser = new Browser()) {
            browser.open(service.base() + "/#probe=orders-read");
            postgres.kill();
            // Told by events to the first, by answers to the second.
            assertLeftAlone(browser);
            browser.open(service.base() + "/#probe=orders-read");
            assertLeftAlone(browser);
            browser.run("document.getElementById('probes').scrollIntoView()");
            browser.picture("left-alone");
            browser.assertQuiet(service.base());
        } finally {
            postgres.restart();
        }
    }

    private static void assertLeftAlone(Browser browser) {
        Browser.eventually(() -> {
            assertThat(service.source("orders-read").get("outcome").asString()).isEqualTo("SKIPPED");
            assertThat(browser.text("#probes tr[data-key=orders-read] td:nth-child(2)")).startsWith("Failed")
                    .contains("is left alone", "cannot connect to shop-db", "next try in");
            assertThat(browser.text("#sources tr[data-key=orders-read]")).contains("Failed", "is left alone");
            assertThat(browser.text("#probe-reason")).contains("is left alone");
            assertThat(browser.text("#overall-reason")).contains("cannot connect to shop-db");
        });
    }

    @Test
    void aStretchDrawnOutWithThePointerIsKeptByTheLink() throws Exception {
        ready();
        try (Browser browser = new Browser()) {
            browser.open(service.base() + "/#range=1h&probe=orders-read");
            assertThat(browser.run("return document.getElementById('range').value").asString()).isEqualTo("1h");
            browser.run("document.getElementById('host-charts').scrollIntoView()");
            browser.drawn();

            // What is drawn meanwhile may move the chart from under the pointer.
            Browser.eventually(() -> {
                browser.pointer("mouseMoved", "[data-chart=load] canvas", 0.5);
                assertThat(browser.text("#cursor")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:.*");
            });
            Browser.eventually(() -> {
                browser.pointer("mousePressed", "[data-chart=load] canvas", 0.5);
                browser.pointer("mouseMoved", "[data-chart=load] canvas", 0.7);
                browser.pointer("mouseReleased", "[data-chart=load] canvas", 0.7);
                assertThat(browser.run("return location.hash").asString()).contains("from=", "to=");
            });

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
            browser.until(LIVE);
            browser.drawn();
            browser.note("seen", "#host");
            browser.until("window.seen.length > 0");
            browser.note("connection", "#connection");
            int before = browser.requests().size();

            relay.cut();
            browser.until("window.connection.join() === 'not connected,live'");

            List<Browser.Request> since = browser.requests().subList(before, browser.requests().size());
            assertThat(since).filteredOn(request -> request.url().endsWith("/stream")).isNotEmpty()
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
            browser.until(LIVE);
            Instant asked = Instant.now();
            first.close();
            Duration took = Duration.between(asked, Instant.now());
            System.out.printf("the service ended in %d ms with a page open%n", took.toMillis());
            assertThat(took).as("a stream that is not closed uses up the grace period").isLessThan(GRACE);
            browser.until("document.getElementById('connection').textContent === 'not connected'");
            browser.picture("not-connected");

            try (RunningService next = service("ending")) {
                relay.to(port(next));
                browser.until(LIVE);
                browser.assertKeepsToItself(relay.base());
            }
        }
    }

    private static void ready() {
        Browser.eventually(() -> {
            assertThat(service.rule(RULE).get("verdict").asString()).isEqualTo("OK");
            assertThat(service.source("orders-rarely").get("outcome").asString()).isEqualTo("SUCCEEDED");
        });
    }

    private static int port(RunningService service) {
        return URI.create(service.base()).getPort();
    }

}
