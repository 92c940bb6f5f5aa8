package io.tidemark.history;

import io.tidemark.history.jpa.JpaStore;
import io.tidemark.history.store.Store;
import io.tidemark.metric.Ids;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.ResultNames;
import io.tidemark.metric.Sources;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the history together. */
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

    private static final Duration STOP = Duration.ofSeconds(5);

    /** An embedded store has been looked at before it was opened. */
    @Bean
    FlywayMigrationStrategy migrationOfOwnSchemas(Environment environment) {
        String url = environment.getProperty("spring.datasource.url", "").replaceFirst("[?;].*", "");
        return flyway -> SchemaHistory.migrate("spring.datasource.url: the store " + url, flyway);
    }

    @Bean
    Store historyStore(EntityManagerFactory factory, DataSource dataSource) {
        return new JpaStore(factory, dataSource);
    }

    @Bean
    EmbeddedStoreCompaction embeddedStoreCompaction(DataSource dataSource, Store store) {
        return new EmbeddedStoreCompaction(dataSource, store);
    }

    /** Uses the compaction only so that it is closed after the last write. */
    @Bean
    StoredHistory history(Store store, HistorySettings settings, HistorySettings.DataDirectory data,
            InstanceName instance, InstantSource clock, ObjectProvider<Sources> sources,
            EmbeddedStoreCompaction closedAfterwards) {
        // Sources need the history's neighbours, so they are asked for only when a question comes.
        return StoredHistory.open(data.path(), store, instance.value(), settings, clock,
                name -> Optional.ofNullable(sources.getIfAvailable()).flatMap(all -> all.metric(name)));
    }

    @Bean
    SampleExport sampleExport(StoredHistory history) {
        return history.exports();
    }

    @Bean
    SampleImport sampleImport(StoredHistory history) {
        return history.imports();
    }

    @Bean
    Ids ids(StoredHistory history, Store store, HistorySettings.DataDirectory data, InstanceName instance,
            InstantSource clock) {
        long floor = Math.max(store.highestId(), history.highestIdInJournal());
        return new Ids(clock, InstanceBits.of(data.path(), store, instance.value()), floor);
    }

    @Bean
    SmartLifecycle historyLifecycle(StoredHistory history, ObjectProvider<ResultNames> results) {
        return new WriterLifecycle(history, results.getIfAvailable(() -> ResultNames.NONE));
    }

    /** Writing begins first, when every room has registered its records, and ends last. */
    private static final class WriterLifecycle implements SmartLifecycle {

        private final StoredHistory history;
        private final ResultNames results;
        private volatile boolean running;

        WriterLifecycle(StoredHistory history, ResultNames results) {
            this.history = history;
            this.results = results;
        }

        @Override
        public void start() {
            if (!results.patterns().isEmpty()) {
                history.recall(results::expects);
            }
            history.start();
            running = true;
        }

        @Override
        public void stop() {
            history.stop(STOP);
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return Integer.MIN_VALUE + 1000;
        }
    }
}
