package io.tidemark.sampling;

import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Metric;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The room alone, as the application wires it. */
public final class SamplingRoom {

    private SamplingRoom() {}

    /** Every metric by the name of its source, whatever this machine offers; of watched processes those of one, `<name>`. */
    public static Map<String, List<Metric>> metrics() {
        Map<String, List<Metric>> metrics = new TreeMap<>();
        try (var context = open(Map.of())) {
            context.getBeansOfType(Sampler.class).values().forEach(s -> metrics.put(s.name(), s.metrics()));
            context.getBean(SamplingConfiguration.ProcessSamplers.class).samplers()
                    .forEach(s -> metrics.put("process.<name>", s.metrics()));
        }
        return metrics;
    }

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
