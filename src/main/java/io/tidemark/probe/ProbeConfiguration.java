package io.tidemark.probe;

import io.tidemark.metric.HostConditions;
import io.tidemark.metric.Ids;
import io.tidemark.metric.InstanceName;
import io.tidemark.probe.engine.Engine;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** Wires the probes. */
@Configuration(proxyBeanMethods = false)
class ProbeConfiguration {

    /** Ids are asked for at the first run: they exist only once the store has been looked into. */
    @Bean
    Probes probes(ProbingSettings settings, InstanceName instance, ObjectProvider<Ids> ids, HostConditions conditions,
            InstantSource clock) {
        Engine engine = new Engine(instance.value(), () -> ids.getObject().next(), conditions, clock);
        return new Probes(settings, instance.value(), engine, clock);
    }

    /** Before anything is closed: whoever waits for runs to finish would hold up the end by seconds. */
    @Bean
    ApplicationListener<ContextClosedEvent> endOfProbes(Probes probes) {
        return _ -> probes.end();
    }
}
