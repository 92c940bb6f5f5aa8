package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.probe.TestPostgres;
import io.tidemark.probe.TestRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/** The pictures of the README: `-Dminutes=15` lets the charts fill before they are taken. */
class PicturesInBrowser {

    private static final Duration FILL = Duration.ofMinutes(Integer.getInteger("minutes", 0));
    private static final String RULE = "orders-read.error_rate.critical";
    private static final Dimension WINDOW = new Dimension(1280, 1640);

    @TempDir
    private Path directory;

    @Test
    void showAHealthyAndABrokenDay() throws Exception {
        try (TestPostgres postgres = new TestPostgres();
                TestRedis redis = new TestRedis();
                RunningService service = RunningService.start(directory, "tidemark.instance=shop-1",
                        "tidemark.targets.shop-db.url=" + postgres.url(), "tidemark.targets.shop-db.username=probe",
                        "tidemark.targets.shop-db.password=right", "tidemark.targets.shop-db.writes=true",
                        "tidemark.targets.shop-cache.url=redis://127.0.0.1:" + redis.port(),
                        "tidemark.targets.shop-cache.writes=true", "tidemark.probes.orders-read.target=shop-db",
                        "tidemark.probes.orders-read.workload=point-read", "tidemark.probes.orders-read.every=5s",
                        "tidemark.probes.orders-read.thresholds=error_rate < 1%",
                        "tidemark.probes.orders-cache.target=shop-cache",
                        "tidemark.probes.orders-cache.workload=get",
                        "tidemark.thresholds[0]=system.memory.available > 10% of system.memory.total for 1m");
                Browser browser = new Browser()) {
            browser.size(WINDOW);
            Browser.eventually(() -> assertThat(service.rule(RULE).get("verdict").asString()).isEqualTo("OK"));
            if (FILL.isPositive()) {
                wait(FILL);
                // Without the time to wait for it, a busy machine breaks a rule or two.
                Browser.eventually(() -> assertThat(holds(service)).isTrue());
            }
            take(service, browser, "readme-healthy");
            postgres.kill();
            Browser.eventually(() -> assertThat(service.rule(RULE).get("verdict").asString()).isEqualTo("BREACHED"));
            wait(FILL.dividedBy(10));
            take(service, browser, "readme-broken");
        }
    }

    private static void take(RunningService service, Browser browser, String name) throws Exception {
        browser.open(service.base() + "/#probe=orders-read");
        browser.drawn();
        browser.until("document.querySelectorAll('#runs tbody tr').length > 1");
        browser.picture(name);
        assertThat(Files.size(Path.of("target", "screenshots", name + ".png"))).isLessThan(500_000);
        browser.assertQuiet(service.base());
    }

    private static void wait(Duration length) {
        Instant end = Instant.now().plus(length);
        await().atMost(length.plusMinutes(1)).until(() -> !Instant.now().isBefore(end));
    }

    private static boolean holds(RunningService service) {
        return service.json("/api/v1/status").get("thresholds").valueStream()
                .allMatch(rule -> rule.get("verdict").asString().equals("OK"));
    }
}
