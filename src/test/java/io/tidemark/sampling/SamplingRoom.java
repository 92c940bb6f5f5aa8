package io.tidemark.sampling;

import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Metric;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The room alone, as the application wires it. */
public final class SamplingRoom {

    /** Name of the source that {@link #openBesideOneThatBlocks blocks}. */
    public static final String BLOCKED = "system.blocked";

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
        var context = context(watched);
        context.refresh();
        return context;
    }

    /** With one sampler more, whose reading lasts until the latch is open. */
    public static AnnotationConfigApplicationContext openBesideOneThatBlocks(CountDownLatch until) {
        var context = context(Map.of());
        context.registerBean(Blocked.class, () -> new Blocked(until));
        context.refresh();
        return context;
    }

    private static AnnotationConfigApplicationContext context(Map<String, ProcessSettings> watched) {
        var context = new AnnotationConfigApplicationContext();
        context.registerBean(InstanceName.class, () -> new InstanceName("here"));
        context.registerBean(InstantSource.class, InstantSource::system);
        context.registerBean(SamplingSettings.class, () -> SamplingSettings.DEFAULT);
        context.registerBean(SamplingSettings.Processes.class, () -> new SamplingSettings.Processes(watched));
        context.register(SamplingConfiguration.class);
        return context;
    }

    private record Blocked(CountDownLatch until) implements Sampler {

        @Override
        public String name() {
            return BLOCKED;
        }

        @Override
        public List<Metric> metrics() {
            return List.of();
        }

        @Override
        public void read(Readings readings) throws IOException {
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
