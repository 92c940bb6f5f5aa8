package io.tidemark.export;

import static org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100;
import static org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat.CONTENT_TYPE_PROTOBUF;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

/** Boot's `/actuator/prometheus`, with the usual scrape written by {@link ScrapeText}; all else as Boot does it. */
@WebEndpoint(id = "prometheus")
class FasterScrapes extends PrometheusScrapeEndpoint {

    private static final int SPARE = 1024;

    private final PrometheusRegistry registry;
    private volatile int size = SPARE;

    FasterScrapes(PrometheusRegistry registry) {
        super(registry, null);
        this.registry = registry;
    }

    @Override
    @ReadOperation(producesFrom = PrometheusOutputFormat.class)
    public WebEndpointResponse<byte[]> scrape(PrometheusOutputFormat format, @Nullable Set<String> includedNames) {
        if (includedNames != null || format == CONTENT_TYPE_PROTOBUF) {
            return super.scrape(format, includedNames);
        }
        Optional<byte[]> text = ScrapeText.of(registry.scrape(), format == CONTENT_TYPE_OPENMETRICS_100, size + SPARE);
        return text.map(bytes -> answer(bytes, format)).orElseGet(() -> super.scrape(format, null));
    }

    private WebEndpointResponse<byte[]> answer(byte[] bytes, PrometheusOutputFormat format) {
        size = bytes.length;
        return new WebEndpointResponse<>(bytes, format);
    }
}
