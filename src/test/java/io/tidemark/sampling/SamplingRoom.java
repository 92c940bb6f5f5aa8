package io.tidemark.sampling;

import io.tidemark.metric.InstanceName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The room alone, as the application wires it. */
final class SamplingRoom {

    private SamplingRoom() {}

    static AnnotationConfigApplicationContext open(Map<String, ProcessSettings> watched) {
        var context = new AnnotationConfigApplicationContext();
        context.registerBean(InstanceName.class, () -> new InstanceName("here"));
        context.registerBean(InstantSource.class, InstantSource::system);
        context.registerBean(SamplingSettings.class, () -> new SamplingSettings(Duration.ofSeconds(1)));
        context.registerBean(SamplingSettings.Processes.class, () -> new SamplingSettings.Processes(watched));
        context.register(SamplingConfiguration.class);
        context.refresh();
        return context;
    }
}
