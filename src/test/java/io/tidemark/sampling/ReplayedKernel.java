package io.tidemark.sampling;

import io.tidemark.metric.Observation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The real samplers over what a kernel once said, for what cannot be brought about where tests run. */
public final class ReplayedKernel {

    private static final Oshi OSHI = new Oshi();

    private final FakeKernel kernel;
    private final Sampler disks;
    private final Sampler processors;

    public ReplayedKernel(Path directory) {
        kernel = new FakeKernel(directory).proc("diskstats", "");
        disks = new DiskSampler(kernel.procfs(), OSHI);
        processors = new CpuSampler(new CpuReader.Kernel(kernel.procfs()), OSHI);
    }

    public Observation disks(Instant at, String diskstats) {
        kernel.proc("diskstats", diskstats);
        return read(disks, at);
    }

    public Observation processors(Instant at, String stat) {
        kernel.proc("stat", stat);
        return read(processors, at);
    }

    private static Observation read(Sampler sampler, Instant at) {
        Readings readings = new Readings(at);
        try {
            sampler.read(readings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Observation.of("test-1", sampler.name(), at, Duration.ZERO, readings.samples());
    }
}
