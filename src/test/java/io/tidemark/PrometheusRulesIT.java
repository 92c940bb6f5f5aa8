package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.prometheus.PrometheusRules;
import io.tidemark.prometheus.PrometheusRules.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules for Prometheus read nothing but what a service with nothing configured exposes. */
class PrometheusRulesIT {

    @TempDir
    private Path data;

    @Test
    void everyMetricOfARuleIsExposed() {
        Set<String> used = new TreeSet<>();
        PrometheusRules.all().forEach(rule -> used.addAll(PrometheusRules.metrics(rule.expression())));
        used.removeAll(PrometheusRules.all().stream().map(Rule::name).toList());
        // Prometheus' own, about every target.
        used.remove("up");
        assertThat(used).hasSizeGreaterThan(15);
        try (RunningService service = RunningService.start(data)) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(exposed(service)).containsAll(used));
        }
    }

    private static Set<String> exposed(RunningService service) {
        return service.metrics("tidemark_").stream().map(line -> line.replaceAll("[{ ].*", ""))
                .collect(Collectors.toSet());
    }
}
