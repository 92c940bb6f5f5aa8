package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Ids;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;

/** The room as Spring puts it together, over a restart. */
class HistoryWiringTests {

    @TempDir
    static Path data;

    @Test
    void whatOneStartAppendedTheNextOneAnswers() {
        Run run;
        try (ConfigurableApplicationContext context = start()) {
            History history = context.getBean(History.class);
            Ids ids = context.getBean(Ids.class);
            run = TestRuns.run(ids.next(), "orders", Instant.now(), 1, 2, 3);
            history.append(Observation.of(run));
            Series idle = new Series("system.load.1m", Labels.of("mode", "idle"));
            history.append(Observation.of("test-1", "system", Instant.now(), Duration.ZERO,
                    List.of(new Sample(idle, Instant.now(), 0.5))));
            // The first write takes long on a cold JVM, and the end of the service waits only so long for the rest.
            Awaitility.await().until(() -> history.storeStatus().writtenRecords() == 1);
        }
        assertThat(data.resolve("journal")).isEmptyDirectory();

        try (ConfigurableApplicationContext context = start()) {
            assertThat(context.getBean(Ids.class).next()).isGreaterThan(run.id());
            answers(MockMvcTester.from((WebApplicationContext) context), run);
        }
    }

    private static void answers(MockMvcTester web, Run run) {
        assertThat(web.get().uri("/api/v1/probes/orders/runs")).hasStatusOk().bodyJson()
                .hasPathSatisfying("$.items[0].id", id -> assertThat(id).isEqualTo(Long.toString(run.id())))
                .hasPathSatisfying("$.items[0].latency.count", count -> assertThat(count).isEqualTo(3));
        assertThat(web.get().uri("/api/v1/runs/{id}", run.id())).hasStatusOk().bodyJson()
                .hasPathSatisfying("$.probe", probe -> assertThat(probe).isEqualTo("orders"))
                .hasPathSatisfying("$.distribution[0].count", count -> assertThat(count).isEqualTo(1));
        assertThat(web.get().uri("/api/v1/series?match=system.load.1m")).hasStatusOk().bodyJson()
                .hasPathSatisfying("$.items[0].labels.mode", mode -> assertThat(mode).isEqualTo("idle"));
        assertThat(web.get().uri("/api/v1/samples?match=system.load.1m")).hasStatusOk().bodyJson()
                .hasPathSatisfying("$.items[0].value", value -> assertThat(value).isEqualTo(0.5));
        assertThat(web.get().uri("/api/v1/samples?match=system.load.1m&format=csv")).hasStatusOk()
                .hasContentTypeCompatibleWith("text/csv").bodyText().startsWith("time,metric,labels,value\r\n")
                .contains("system.load.1m,\"{mode=\"\"idle\"\"}\",0.5");
        assertThat(web.get().uri("/api/v1/samples?match=system.load.1m").accept("text/csv")).hasStatusOk()
                .hasContentTypeCompatibleWith("text/csv");
        assertThat(web.get().uri("/api/v1/samples?match=probe.p95&agg=max&step=1m")).hasStatusOk().bodyJson()
                .hasPathSatisfying("$.items[0].labels.probe", probe -> assertThat(probe).isEqualTo("orders"));
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Room.class).web(WebApplicationType.SERVLET).properties("server.port=0",
                "spring.datasource.url=jdbc:h2:file:" + data.resolve("store")
                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
                "spring.jpa.open-in-view=false", "spring.jpa.hibernate.ddl-auto=validate", "logging.level.root=warn",
                "spring.flyway.locations=classpath:db/migration/common,classpath:db/migration/{vendor}").run();
    }

    /** The room and what the application gives it. */
    @EnableAutoConfiguration
    @EntityScan("io.tidemark.history.jpa")
    @ComponentScan(basePackages = "io.tidemark.history.web")
    @org.springframework.context.annotation.Import(HistoryConfiguration.class)
    static class Room {

        @Bean
        HistorySettings settings() {
            return HistoryContract.settings(Duration.ofDays(2));
        }

        @Bean
        HistorySettings.DataDirectory dataDirectory() {
            return new HistorySettings.DataDirectory(data);
        }

        @Bean
        InstanceName instance() {
            return new InstanceName("test-1");
        }

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        Sources sources() {
            return new Sources(List.of());
        }
    }
}
