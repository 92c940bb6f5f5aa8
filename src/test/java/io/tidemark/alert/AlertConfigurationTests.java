package io.tidemark.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.channel.ChannelFactory;
import io.tidemark.alert.jpa.TestStores;
import io.tidemark.history.History;
import io.tidemark.metric.Ids;
import io.tidemark.metric.InstanceName;
import io.tidemark.threshold.Thresholds;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class AlertConfigurationTests {

    @Test
    void findsEveryChannelInItsPackage() {
        assertThat(AlertConfiguration.factories()).extracting(ChannelFactory::type).containsExactlyInAnyOrder("log",
                "webhook", "alertmanager", "slack", "pagerduty", "email");
    }

    @Test
    void findsEveryKnownCauseInItsPackage() {
        assertThat(AlertConfiguration.diagnoses()).extracting(found -> found.getClass().getSimpleName())
                .containsExactlyInAnyOrder("PoolExhausted", "LockHeld", "SilentServer", "ProcessorStolen",
                        "StarvedProber", "GarbageStorm", "SlowDisk", "ShortMemory", "LossyNetwork", "BusyProcess",
                        "ColdCache");
    }

    @Test
    void makesTheRoomOfWhatTheOthersProvide() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(EntityManagerFactory.class, AlertConfigurationTests::store);
            context.registerBean(History.class, () -> only(History.class, "journal", new MemoryJournal()));
            context.registerBean(Thresholds.class,
                    () -> only(Thresholds.class, "rules", List.of(Judgements.rule("r"))));
            context.registerBean(InstanceName.class, () -> new InstanceName("web-1"));
            context.registerBean(InstantSource.class, TurnedClock::new);
            context.registerBean(Ids.class, () -> new Ids(new TurnedClock(), 0, 0));
            context.registerBean(AlertSettings.class, () -> AlertSettings.DEFAULT);
            context.register(AlertConfiguration.class);
            context.refresh();

            assertThat(context.getBean(Alerts.class)).isSameAs(context.getBean(Acknowledgements.class));
            assertThat(context.getBean(Telling.class).counts()).containsOnlyKeys("log");
            assertThat(context.getBean(AlertHistory.class).find(1)).isEmpty();
        }
    }

    private static EntityManagerFactory store() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:configuration;DB_CLOSE_DELAY=-1");
        TestStores.migrate(database, "h2");
        return TestStores.open(database);
    }

    /** Answers one question, as no other of its room is asked here. */
    private static <T> T only(Class<T> type, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, asked, _) -> {
            return asked.getName().equals(method) ? answer : asked.getName().equals("hashCode") ? 1 : null;
        }));
    }
}
