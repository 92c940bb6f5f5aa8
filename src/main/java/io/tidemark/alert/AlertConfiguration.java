package io.tidemark.alert;

import io.tidemark.alert.AlertsStart.Parts;
import io.tidemark.alert.AlertsStart.Started;
import io.tidemark.alert.cause.CauseFinder;
import io.tidemark.alert.cause.Diagnosis;
import io.tidemark.alert.channel.ChannelFactory;
import io.tidemark.alert.channel.Channels;
import io.tidemark.alert.channel.Receiver;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.alert.jpa.JpaAlertStore;
import io.tidemark.alert.jpa.JpaDeliveryLog;
import io.tidemark.alert.jpa.JpaSilenceStore;
import io.tidemark.alert.jpa.SilenceStore;
import io.tidemark.history.History;
import io.tidemark.history.Questions;
import io.tidemark.metric.BusiestProcess;
import io.tidemark.metric.Ids;
import io.tidemark.metric.InstanceName;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Thresholds;
import jakarta.persistence.EntityManagerFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.ObjectProvider;
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
        return new Restraint(SilenceBook.read(store, ids.instanceBits(), clock.instant()), settings.remind(),
                System::nanoTime);
    }

    @Bean
    LiveSilences silences(Restraint restraint, SilenceStore store, Ids ids, InstantSource clock) {
        return new LiveSilences(restraint.silences(), store, new Questions(Questions.DEADLINE), ids, clock);
    }

    /** Complete when it is there: states restored, what was left untold on its way. */
    @Bean
    Started startedAlerts(Parts parts, Restraint restraint, Thresholds thresholds, CauseFinder causes) {
        return AlertsStart.start(parts, restraint, Keeper.PATIENCE,
                thresholds.rules().stream().map(Threshold::name).collect(Collectors.toUnmodifiableSet()), causes);
    }

    @Bean
    OpenAlerts alerts(Started started) {
        return started.alerts();
    }

    @Bean
    AlertArchive alertHistory(OpenAlerts alerts, AlertStore store) {
        return new AlertArchive(alerts::inMemory, store, new Questions(Questions.DEADLINE));
    }

    @Bean
    CauseFinder causeFinder(History history, ObjectProvider<BusiestProcess> busiest) {
        return new CauseFinder(history.readings(), diagnoses(), busiest.getIfAvailable(() -> Optional::empty));
    }

    /** A known cause is one new file in its package, too. */
    static List<Diagnosis> diagnoses() {
        return found(Diagnosis.class);
    }

    @Bean
    LiveTelling telling(Parts parts, Started started, EntityManagerFactory entities) {
        return new LiveTelling(parts, started.rounds(), new JpaDeliveryLog(entities),
                new Questions(Questions.DEADLINE));
    }

    /** A channel is one new file in its package and no line anywhere else. */
    static List<ChannelFactory> factories() {
        return found(ChannelFactory.class);
    }

    /** What is of a type and in its package; each needs a constructor without arguments. */
    private static <T> List<T> found(Class<T> type) {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(type));
        return scanner.findCandidateComponents(type.getPackageName()).stream().map(bean -> made(type, bean)).toList();
    }

    private static <T> T made(Class<T> type, BeanDefinition found) {
        String name = String.valueOf(found.getBeanClassName());
        return type.cast(BeanUtils.instantiateClass(ClassUtils.resolveClassName(name, null)));
    }
}
