package io.tidemark.threshold;

import io.tidemark.history.History;
import io.tidemark.history.Questions;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.jpa.JpaRuleStore;
import io.tidemark.threshold.jpa.RuleStore;
import jakarta.persistence.EntityManagerFactory;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
class ThresholdConfiguration {

    @Bean
    RuleStore ruleStore(EntityManagerFactory entities) {
        return new PromptRuleStore(new JpaRuleStore(entities), new Questions(Questions.DEADLINE, 1));
    }

    @Bean
    RuleBook ruleBook(Sources sources, ConfiguredRules configured, History history, RuleStore store, Ids ids,
            InstantSource clock) {
        LiveThresholds thresholds = new LiveThresholds(List.of(), sources, history.readings(), clock,
                new LivedTime(System::nanoTime), System::nanoTime);
        return new RuleBook(sources, configured, thresholds, store, ids, clock);
    }

    @Bean
    RuleReload ruleReload(RuleBook rules, ConfiguredRules.Reader reader, InstantSource clock) {
        return new RuleReload(rules, reader, clock);
    }

    @Bean
    Thresholds thresholds(RuleBook rules) {
        return rules.thresholds();
    }
}
