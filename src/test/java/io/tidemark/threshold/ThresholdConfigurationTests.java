package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.History;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.jpa.RuleStore;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ThresholdConfigurationTests {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(ThresholdConfiguration.class)
            .withBean(Sources.class, () -> House.sources(List.of(House.shipped("system.load.1m < 4"))))
            .withBean(History.class, FakePast::new).withBean(InstantSource.class, InstantSource::system)
            .withBean(Ids.class, () -> new Ids(InstantSource.system(), 0, 0)).withAllowBeanDefinitionOverriding(true)
            .withBean(ConfiguredRules.Reader.class, () -> () -> {
                throw new UnsupportedOperationException("not read again");
            }).withBean("ruleStore", RuleStore.class, MemoryRuleStore::new);

    @Test
    void offersTheRulesOfSourcesAndConfiguration() {
        context.withBean(ConfiguredRules.class, () -> rules("system.swap.used < 1GB"))
                .run(started -> assertThat(started.getBean(Thresholds.class).current())
                        .extracting(j -> j.threshold().name())
                        .containsExactly("system.load.1m.warning", "system.swap.used.critical"));
    }

    @Test
    void aRuleThatCannotBeUsedEndsTheStart() {
        context.withBean(ConfiguredRules.class, () -> rules("system.swap.used < 1parsec"))
                .run(started -> assertThat(started.getStartupFailure()).isInstanceOf(BeanCreationException.class)
                        .hasRootCauseInstanceOf(RuleException.class));
    }

    private static ConfiguredRules rules(String text) {
        return new ConfiguredRules(List.of(House.rule(text)));
    }
}
