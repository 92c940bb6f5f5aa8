package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.HostConditions;
import io.tidemark.metric.Ids;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sources;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The probes come up among the beans of the other rooms and go down with them. */
class ProbeConfigurationTests {

    @TempDir
    private Path data;

    @Test
    void providesTheSourcesAndClosesThemAtTheEnd() {
        Path file = data.resolve("probe").resolve("builtin.mv.db");
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(ProbingSettings.class,
                    () -> new ProbingSettings(Map.of(), Map.of(), null, false, data));
            context.registerBean(InstanceName.class, () -> new InstanceName("web-1"));
            context.registerBean(InstantSource.class, InstantSource::system);
            context.registerBean(HostConditions.class, () -> _ -> () -> HostConditions.Seen.NOTHING);
            context.registerBean(Ids.class, () -> new Ids(InstantSource.system(), 0, 0));
            context.register(ProbeConfiguration.class);
            context.refresh();
            Run run = TestProbes.run(context.getBean(Sources.Provider.class).sources().getFirst());

            assertThat(run.instance()).isEqualTo("web-1");
            assertThat(run.id()).isPositive();
            assertThat(file).exists();
        }
        assertThat(file).doesNotExist();
    }
}
