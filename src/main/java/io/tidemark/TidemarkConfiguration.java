package io.tidemark;

import io.tidemark.alert.AlertSettings;
import io.tidemark.history.HistorySettings;
import io.tidemark.history.HistorySettings.DataDirectory;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.ResultNames;
import io.tidemark.metric.Sources;
import io.tidemark.probe.ProbingSettings;
import io.tidemark.sampling.SamplingSettings;
import io.tidemark.threshold.ConfiguredRules;
import io.tidemark.threshold.RuleReload;
import io.tidemark.web.ApiSettings;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Hands each room its settings, and joins what the rooms offer. */
@Configuration(proxyBeanMethods = false)
class TidemarkConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    InstanceName instanceName(TidemarkProperties properties) {
        return properties.instance();
    }

    @Bean
    DataDirectory dataDirectory(TidemarkProperties properties) {
        return new DataDirectory(properties.data());
    }

    @Bean
    HistorySettings historySettings(TidemarkProperties properties) {
        return properties.history();
    }

    @Bean
    SamplingSettings samplingSettings(TidemarkProperties properties) {
        return properties.sampling();
    }

    @Bean
    SamplingSettings.Processes watchedProcesses(TidemarkProperties properties) {
        return new SamplingSettings.Processes(properties.processes());
    }

    @Bean
    ProbingSettings probingSettings(TidemarkProperties properties) {
        return new ProbingSettings(properties.targets(), properties.probes(), properties.builtin(),
                Boolean.TRUE.equals(properties.paused()), properties.data());
    }

    @Bean
    AlertSettings alertSettings(TidemarkProperties properties) {
        return properties.alerts();
    }

    @Bean
    ApiSettings apiSettings(TidemarkProperties properties) {
        return properties.api();
    }

    @Bean
    ConfiguredRules configuredRules(TidemarkProperties properties) {
        return properties.rules(_ -> true);
    }

    @Bean
    ConfigurationFiles configurationFiles(ConfigurableEnvironment environment, Sources sources) {
        return new ConfigurationFiles(environment, probe -> sources.find(probe).isPresent());
    }

    @Bean(initMethod = "start")
    ConfigurationWatch configurationWatch(ConfigurationFiles files, RuleReload reload) {
        return new ConfigurationWatch(files::state, reload);
    }

    @Bean
    ResultNames resultNames(TidemarkProperties properties) {
        return new ResultNames(properties.results());
    }

    @Bean
    Sources sources(List<Sources.Provider> providers, ResultNames results) {
        return new Sources(providers.stream().flatMap(provider -> provider.sources().stream()).toList(), results);
    }
}
