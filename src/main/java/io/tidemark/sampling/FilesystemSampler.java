package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.sampling.Volumes.Space;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** File systems that keep data: size, and what is left of it. One that does not answer is left out. */
@Component
final class FilesystemSampler implements Sampler, AutoCloseable {

    private static final int MOUNTS = 32;
    private static final Duration PATIENCE = Duration.ofMillis(20);

    private static final Metric SIZE = Metric.gauge("system.filesystem.size", Unit.BYTES, Better.NEITHER,
            "Size of a file system");
    private static final Metric AVAILABLE = Metric.gauge("system.filesystem.available", Unit.BYTES, Better.HIGHER,
            "Bytes an ordinary user can still write to a file system");

    private final SeriesTable series = new SeriesTable("mountpoint", MOUNTS, List.of(SIZE, AVAILABLE));
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Volumes volumes;
    private final LongSupplier nanos;
    private final GuardedSweep<String> sweep;
    private long started;

    @Autowired
    FilesystemSampler(Procfs procfs, Oshi oshi) {
        this(procfs.present() ? new Volumes.Kernel(procfs) : new Volumes.Others(oshi), System::nanoTime, PATIENCE);
    }

    FilesystemSampler(Volumes volumes, LongSupplier nanos, Duration patience) {
        this.volumes = volumes;
        this.nanos = nanos;
        this.sweep = new GuardedSweep<>("tidemark-filesystems", this::ask, patience);
        this.started = nanos.getAsLong();
    }

    @Override
    public String name() {
        return "system.filesystem";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(SIZE, AVAILABLE);
    }

    /** They fill up slowly, and each reading asks another thread. */
    @Override
    public Duration usualInterval() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void read(Readings readings) throws IOException {
        // A slow one may have answered after the last reading gave up waiting; that is recent enough.
        long since = started;
        started = nanos.getAsLong();
        List<String> mounts = volumes.mounts().stream().limit(MOUNTS).toList();
        answers.keySet().retainAll(mounts);
        sweep.sweep(mounts);
        for (String mount : mounts) {
            Answer answer = answers.get(mount);
            if (answer != null && answer.nanos - since >= 0) {
                series.add(readings, mount, answer.space.size(), answer.space.available());
            }
        }
        series.endRound();
    }

    @Override
    public void close() {
        sweep.close();
        volumes.close();
    }

    private void ask(String mount) {
        volumes.space(mount).ifPresentOrElse(space -> answers.put(mount, new Answer(space, nanos.getAsLong())),
                () -> answers.remove(mount));
    }

    private record Answer(Space space, long nanos) {}
}
