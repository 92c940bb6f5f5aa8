package io.tidemark.collect;

import io.tidemark.alert.Alerts;
import io.tidemark.history.History;
import io.tidemark.metric.Ids;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.Thresholds;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the rooms below into the path of a measurement. */
@Configuration(proxyBeanMethods = false)
class CollectConfiguration {

    @Bean
    Pipeline pipeline(History history, Thresholds thresholds, Alerts alerts, List<Listener> listeners) {
        Pipeline pipeline = new Pipeline(history, thresholds, alerts, listeners);
        pipeline.resume();
        return pipeline;
    }

    @Bean
    ResultRuns resultRuns(InstanceName instance, Ids ids, InstantSource clock, Pipeline pipeline) {
        return new ResultRuns(instance, ids, clock, pipeline);
    }

    @Bean
    Status status(Sources sources, History history, Thresholds thresholds, InstantSource clock) {
        return new Status(sources, history.readings(), thresholds, clock);
    }

    @Bean(destroyMethod = "close")
    Lanes lanes() {
        return new Lanes();
    }

    @Bean
    Collector collector(InstanceName instance, Sources sources, Pipeline pipeline, InstantSource clock, Lanes lanes) {
        return new Collector(instance.value(), sources, pipeline, clock, System::nanoTime, lanes::lane);
    }

    /** Starts when everything else has, the web server included, and stops first. */
    @Bean
    SmartLifecycle collecting(Collector collector) {
        return new Lifecycle(new CollectorLoop(collector));
    }

    private record Lifecycle(CollectorLoop loop) implements SmartLifecycle {

        @Override
        public void start() {
            loop.start();
        }

        @Override
        public void stop() {
            loop.stop();
        }

        @Override
        public boolean isRunning() {
            return loop.isRunning();
        }
    }
}
