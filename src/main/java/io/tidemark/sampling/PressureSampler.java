package io.tidemark.sampling;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** What is short: time lost to waiting for processors, memory and disks, and the limits of the container; Linux only. */
@Component
final class PressureSampler implements Sampler {

    private static final Metric PRESSURE = Metric.counter("system.pressure", Unit.SECONDS, Better.LOWER,
            "Time in which some or all tasks waited for a resource");

    private final TextReader reader = new TextReader();
    private final Procfs procfs;
    private final Container container;
    private final List<Resource> resources;

    @Autowired
    PressureSampler(Procfs procfs, CgroupCpu cgroup) {
        this(procfs, new Container(cgroup, new CgroupMemory(procfs, System::nanoTime), System::nanoTime));
    }

    PressureSampler(Procfs procfs, Container container) {
        this.procfs = procfs;
        this.container = container;
        this.resources = Stream.of("cpu", "memory", "io").filter(name -> Pressure.offered(procfs, name))
                .map(Resource::of).toList();
    }

    @Override
    public String name() {
        return "system.pressure";
    }

    @Override
    public List<Metric> metrics() {
        return Stream.concat(Stream.of(PRESSURE), Container.METRICS.stream()).toList();
    }

    @Override
    public boolean offered() {
        return !resources.isEmpty() || container.offered();
    }

    @Override
    public void read(Readings readings) {
        for (Resource resource : resources) {
            readings.part(() -> pressure(readings, resource));
        }
        container.read(readings);
    }

    private void pressure(Readings readings, Resource resource) throws IOException {
        Pressure pressure = Pressure.read(reader, procfs, resource.name);
        readings.add(resource.some, pressure.some());
        readings.add(resource.full, pressure.full());
    }

    private record Resource(String name, Series some, Series full) {

        static Resource of(String name) {
            return new Resource(name, series(name, "some"), series(name, "full"));
        }

        private static Series series(String name, String kind) {
            return new Series(PRESSURE.name(), Labels.of("resource", name, "kind", kind));
        }
    }
}
