package io.tidemark.alert;

import io.tidemark.alert.AlertsStart.Parts;
import io.tidemark.alert.channel.ChannelFactory;
import io.tidemark.alert.channel.Channels;
import io.tidemark.alert.channel.Receiver;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.alert.jpa.JpaAlertStore;
import io.tidemark.alert.jpa.JpaDeliveryLog;
import io.tidemark.alert.jpa.JpaSilenceStore;
import io.tidemark.alert.jpa.SilenceStore;
import io.tidemark.history.History;
import io.tidemark.metric.Ids;
import io.tidemark.metric.InstanceName;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Thresholds;
import jakarta.persistence.EntityManagerFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/** Makes the room's parts. */
@Configuration(proxyBeanMethods = false)
class AlertConfiguration {

    @Bean
    AlertStore alertStore(EntityManagerFactory entities) {
        return new JpaAlertStore(entities);
    }

    @Bean
    Parts alertParts(InstanceName instance, Ids ids, InstantSource clock, AlertStore store, History history,
            AlertSettings settings) {
        SortedMap<String, Receiver> channels = new Channels(factories()).create(settings.channels());
        return new Parts(instance.value(), ids, clock, store, history.journal(), channels);
    }

    @Bean
    SilenceStore silenceStore(EntityManagerFactory entities) {
        return new JpaSilenceStore(entities);
    }

    @Bean
    Restraint restraint(SilenceStore store, Ids ids, InstantSource clock, AlertSettings settings) {
        SilenceBook silences = new SilenceBook(store.notOver(ids.instanceBits(), clock.instant()));
        return new Restraint(silences, settings.remind(), System::nanoTime);
    }

    @Bean
    LiveSilences silences(Restraint restraint, SilenceStore store, Ids ids, InstantSource clock) {
        return new LiveSilences(restraint.silences(), store, new Questions(Questions.DEADLINE), ids, clock);
    }

    /** Complete when it is there: states restored, what was left untold on its way. */
    @Bean
    LiveAlerts alerts(Parts parts, Restraint restraint, Thresholds thresholds) {
        return AlertsStart.start(parts, restraint,
                thresholds.rules().stream().map(Threshold::name).collect(Collectors.toUnmodifiableSet()));
    }

    @Bean
    LiveTelling telling(Parts parts, LiveAlerts alerts, EntityManagerFactory entities) {
        return new LiveTelling(parts, alerts.rounds(), new JpaDeliveryLog(entities),
                new Questions(Questions.DEADLINE));
    }

    /** A channel is one new file in its package and no line anywhere else. */
    static List<ChannelFactory> factories() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(ChannelFactory.class));
        return scanner.findCandidateComponents(ChannelFactory.class.getPackageName()).stream()
                .map(AlertConfiguration::factory).toList();
    }

    private static ChannelFactory factory(BeanDefinition found) {
        String name = String.valueOf(found.getBeanClassName());
        return (ChannelFactory) BeanUtils.instantiateClass(ClassUtils.resolveClassName(name, null));
    }
}
