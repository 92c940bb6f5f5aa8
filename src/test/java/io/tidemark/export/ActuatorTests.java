package io.tidemark.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.Alerts;
import io.tidemark.alert.Telling;
import io.tidemark.collect.Collector;
import io.tidemark.collect.Pipeline;
import io.tidemark.export.Fakes.FakeAlerts;
import io.tidemark.export.Fakes.FakeHistory;
import io.tidemark.export.Fakes.FakeTelling;
import io.tidemark.export.Fakes.FakeThresholds;
import io.tidemark.history.History;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Overhead;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.RuleFixtures;
import io.tidemark.threshold.Severity;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Thresholds;
import io.tidemark.threshold.Verdict;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.WebApplicationContext;

/** What Boot serves of our figures. */
class ActuatorTests {

    private static final FakeHistory HISTORY = new FakeHistory();
    private static final FakeThresholds THRESHOLDS = new FakeThresholds();
    private static final Sources NOTHING = new Sources(List.of());
    private static ConfigurableApplicationContext context;
    private static MockMvcTester mvc;

    @BeforeAll
    static void start() {
        context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
                .properties("spring.config.name=nothing", "server.port=0", "server.address=127.0.0.1",
                        "spring.main.banner-mode=off", "springdoc.api-docs.enabled=false", "logging.level.root=warn",
                        "management.endpoints.web.exposure.include=health,info,prometheus",
                        "management.endpoint.health.show-details=always",
                        "management.endpoint.health.status.order=DOWN,OUT_OF_SERVICE,DEGRADED,UP,UNKNOWN",
                        "management.endpoint.health.probes.add-additional-paths=true")
                .initializers(beans -> register((GenericApplicationContext) beans)).run();
        mvc = MockMvcTester.from((WebApplicationContext) context);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void forget() {
        THRESHOLDS.rules.clear();
        THRESHOLDS.current.clear();
    }

    @Test
    void servesOurFiguresBesideThoseOfBoot() {
        MvcTestResult answer = get("/actuator/prometheus");
        assertThat(answer).hasStatusOk().bodyText().contains("tidemark_store_reachable 1.0", "jvm_memory_used_bytes",
                "tidemark_build_info{version=\"");
    }

    @Test
    void isUpWithoutABreach() {
        judged("calm", new Verdict.Ok("fine"), true);
        judged("pending", new Verdict.Breached("not yet for long enough"), false);
        MvcTestResult answer = get("/actuator/health");
        assertThat(answer).hasStatusOk().bodyJson().extractingPath("$.status").isEqualTo("UP");
        assertThat(answer).bodyJson().extractingPath("$.components.thresholds.details.thresholds").isEqualTo(2);
        assertThat(answer).bodyJson().extractingPath("$.components.thresholds.details.breached").isEqualTo(0);
    }

    @Test
    void aBreachDegradesAndStillAnswers200() {
        judged("slow", new Verdict.Breached("p95 is 12 ms"), true);
        MvcTestResult answer = get("/actuator/health");
        assertThat(answer).hasStatusOk().bodyJson().extractingPath("$.status").isEqualTo("DEGRADED");
        assertThat(answer).bodyJson().extractingPath("$.components.thresholds.details.names")
                .isEqualTo(List.of("slow"));
    }

    @Test
    void aBreachTouchesNeitherReadinessNorLiveness() {
        judged("slow", new Verdict.Breached("p95 is 12 ms"), true);
        for (String path : List.of("/livez", "/readyz", "/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(get(path)).hasStatusOk().bodyText().contains("\"status\":\"UP\"").doesNotContain("slow");
        }
    }

    private static MvcTestResult get(String path) {
        return mvc.get().uri(path).exchange();
    }

    private static void judged(String name, Verdict verdict, boolean longEnough) {
        Threshold rule = RuleFixtures.rule(name, Severity.WARNING);
        THRESHOLDS.rules.add(rule);
        THRESHOLDS.current.add(House.judgement(rule, Labels.NONE, verdict,
                longEnough ? null : House.NOW.plusSeconds(60), 12.0, 10.0));
    }

    private static void register(GenericApplicationContext beans) {
        beans.registerBean(History.class, () -> HISTORY);
        beans.registerBean(Thresholds.class, () -> THRESHOLDS);
        beans.registerBean(Alerts.class, FakeAlerts::new);
        beans.registerBean(Telling.class, FakeTelling::new);
        beans.registerBean(Sources.class, () -> NOTHING);
        beans.registerBean(Overhead.class, () -> () -> new Overhead.Figures(0.01, 0.0025, 1));
        beans.registerBean(Collector.class,
                () -> new Collector("here", NOTHING, new Pipeline(HISTORY, THRESHOLDS, new FakeAlerts(), List.of()),
                        InstantSource.fixed(House.NOW), System::nanoTime, _ -> Runnable::run));
        beans.registerBean(InstantSource.class, () -> InstantSource.fixed(House.NOW));
    }

    // Not to be found by a component scan of the real application. Access is the shell's business, not this room's.
    @EnableAutoConfiguration(excludeName = {"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration"})
    @Import(ExportConfiguration.class)
    static class Application {}
}
