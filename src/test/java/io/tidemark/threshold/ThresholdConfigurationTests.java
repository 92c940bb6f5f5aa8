package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.History;
import io.tidemark.history.Journal;
import io.tidemark.history.LatencyHistory;
import io.tidemark.history.LatencyQuery;
import io.tidemark.history.Readings;
import io.tidemark.history.SampleQuery;
import io.tidemark.history.SeriesPoints;
import io.tidemark.history.StoreStatus;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.jpa.RuleStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ThresholdConfigurationTests {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(ThresholdConfiguration.class)
            .withBean(Sources.class, () -> House.sources(List.of(House.shipped("system.load.1m < 4"))))
            .withBean(History.class, ReadingsOnly::new).withBean(InstantSource.class, InstantSource::system)
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

    /** A history that answers from memory alone. */
    private record ReadingsOnly(Readings readings) implements History {

        ReadingsOnly() {
            this(new FakeReadings());
        }

        @Override
        public void append(Observation observation) {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public void flush() {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public Journal journal() {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public List<Series> series(SeriesSelector selector) {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public List<SeriesPoints> samples(SampleQuery query) {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public List<Run> runs(String probe, long before, int limit) {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public Optional<Run> run(long id) {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public LatencyHistory latency(LatencyQuery query) {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public StoreStatus storeStatus() {
            throw new UnsupportedOperationException("not asked");
        }
    }
}
