package io.tidemark.export;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.alert.Telling;
import io.tidemark.collect.Collector;
import io.tidemark.history.History;
import io.tidemark.metric.Overhead;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.Thresholds;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hands our figures to the registry and the health that Boot serves under `/actuator`. */
@Configuration(proxyBeanMethods = false)
class ExportConfiguration {

    @Bean
    TidemarkMetrics tidemarkMetrics(List<Contributor> contributors, ObjectProvider<PrometheusRegistry> registry) {
        TidemarkMetrics metrics = new TidemarkMetrics(contributors);
        registry.ifAvailable(known -> known.register(metrics));
        return metrics;
    }

    /** In the place of Boot's own. */
    @Bean
    @ConditionalOnWebApplication
    FasterScrapes prometheusEndpoint(PrometheusRegistry registry) {
        return new FasterScrapes(registry);
    }

    @Bean
    ReadingsExport readingsExport(History history, Sources sources, InstantSource clock) {
        return new ReadingsExport(history.readings(), sources, clock);
    }

    @Bean
    ProbeExport probeExport(Sources sources) {
        return new ProbeExport(sources);
    }

    @Bean
    ResultExport resultExport(History history, Sources sources) {
        return new ResultExport(history.readings(), sources);
    }

    @Bean
    SamplerExport samplerExport(Sources sources, Collector collector, Overhead overhead) {
        return new SamplerExport(sources, collector::tally, overhead);
    }

    @Bean
    ThresholdExport thresholdExport(Thresholds thresholds) {
        return new ThresholdExport(thresholds);
    }

    @Bean
    NotificationExport notificationExport(Telling telling) {
        return new NotificationExport(telling);
    }

    @Bean
    StoreExport storeExport(History history) {
        return new StoreExport(history);
    }

    @Bean
    BuildExport buildExport(ObjectProvider<BuildProperties> build) {
        BuildProperties known = build.getIfAvailable();
        return new BuildExport(known == null ? "unknown" : Objects.requireNonNullElse(known.getVersion(), "unknown"));
    }

    @Bean
    ThresholdsHealth thresholdsHealthIndicator(Thresholds thresholds) {
        return new ThresholdsHealth(thresholds);
    }
}
