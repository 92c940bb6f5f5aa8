package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.TestRedis;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;
import tools.jackson.databind.JsonNode;

/** The page by axe's rules, wide and narrow, light and dark: empty, healthy, broken, and asking for the token. */
class AccessibilityInBrowser {

    private static final String RULES = rules();
    private static final String CHECK = """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(({ violations, passes }) => done({
              passed: passes.length,
              found: violations.map(({ id, impact, nodes }) =>
                `${impact}: ${id} at ${nodes.length} places, first ${nodes[0].target}: ${nodes[0].failureSummary}`),
            }));""";

    @TempDir
    private Path directory;

    private static String rules() {
        try (InputStream script = AccessibilityInBrowser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingSeriousStandsInAnybodysWay() throws Exception {
        try (TestRedis redis = new TestRedis(); Browser browser = new Browser()) {
            try (RunningService service = RunningService.start(directory.resolve("data"), "tidemark.builtin=true",
                    "tidemark.targets.shop-cache.url=redis://127.0.0.1:" + redis.port(),
                    "tidemark.targets.shop-cache.writes=true", "tidemark.probes.orders-get.target=shop-cache",
                    "tidemark.probes.orders-get.workload=get", "tidemark.probes.orders-get.every=1s",
                    "tidemark.probes.orders-get.thresholds=p95 < 5s",
                    "tidemark.thresholds[0]=process.threads{process=\"self\"} < 1 as warning")) {
                Browser.eventually(() -> {
                    assertThat(status(service)).isEqualTo("WARNING");
                    assertThat(service.json("/api/v1/status").get("sources").valueStream())
                            .allMatch(source -> source.path("outcome").isString());
                });
                assertAccessible(browser, service.base(), "healthy");
                redis.kill();
                Browser.eventually(() -> assertThat(status(service)).isEqualTo("CRITICAL"));
                assertAccessible(browser, service.base(), "broken");
            }
            try (RunningService service = RunningService.start(directory.resolve("empty"), "tidemark.builtin=false",
                    "tidemark.targets.shop-cache.url=redis://127.0.0.1:1", "tidemark.api.token=" + "s3cret-".repeat(5),
                    "tidemark.probes.orders-get.target=shop-cache", "tidemark.probes.orders-get.workload=get",
                    "tidemark.probes.orders-get.every=1h")) {
                assertAccessible(browser, service.base(), "empty");
            }
        }
    }

    private static void assertAccessible(Browser browser, String base, String name) throws IOException {
        for (Dimension window : List.of(Browser.WIDE, Browser.PHONE)) {
            for (boolean dark : List.of(false, true)) {
                browser.size(window);
                browser.dark(dark);
                browser.open(base + "/");
                if (name.equals("empty")) {
                    browser.click("[aria-label='Run orders-get now']");
                    browser.until("!document.getElementById('token-form').hidden");
                }
                String picture = name + (window.equals(Browser.PHONE) ? "-phone" : "") + (dark ? "-dark" : "");
                browser.drawn();
                browser.wholePicture(picture, window);
                browser.run(RULES);
                JsonNode answer = browser.runLong(CHECK);
                assertThat(answer.get("passed").asInt()).as("rules that hold").isGreaterThan(20);
                assertThat(Browser.strings(answer.get("found"))).as(picture)
                        .noneMatch(one -> one.startsWith("serious") || one.startsWith("critical"));
                System.out.printf("%s: %d rules hold, lesser matters: %s%n", picture, answer.get("passed").asInt(),
                        Browser.strings(answer.get("found")));
                assertThat(browser.run("return document.documentElement.scrollWidth").asInt()).as("no wider than it is")
                        .isLessThanOrEqualTo(window.width);
            }
        }
    }

    private static String status(RunningService service) {
        return service.json("/api/v1/status").get("status").asString();
    }
}
