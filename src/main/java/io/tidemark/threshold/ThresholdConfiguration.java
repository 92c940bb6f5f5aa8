package io.tidemark.threshold;

import io.tidemark.history.History;
import io.tidemark.metric.Sources;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
class ThresholdConfiguration {

    @Bean
    Thresholds thresholds(Sources sources, ConfiguredRules configured, History history, InstantSource clock) {
        return new LiveThresholds(Rules.all(sources, configured), sources, history.readings(), clock,
                new LivedTime(System::nanoTime));
    }
}
