package io.tidemark.alert.cause;

import java.util.Comparator;
import java.util.Optional;

/** A disk had all it could do, or tasks stood still for it. */
final class SlowDisk implements Diagnosis {

    private static final double BUSY = 0.8;
    private static final double STALLED = 0.3;
    private static final double SURE = 0.86;
    private static final double MAYBE = 0.72;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        return busy(evidence).or(() -> stalled(evidence));
    }

    private static Optional<Finding> busy(Evidence evidence) {
        return evidence.all("system.disk.busy").filter(moved -> moved.value() >= BUSY && moved.isNotUsual())
                .max(Comparator.comparingDouble(Moved::value)).map(disk -> Finding.seen(SURE, "the disk "
                        + disk.label("device") + " was busy " + Figure.share(Math.min(1, disk.value()))
                        + evidence.one("system.disk.queue_time", "device", disk.label("device"))
                                .map(queue -> ", its queue " + Figure.number(queue.value()) + " deep").orElse(""),
                        disk));
    }

    /** Disks behind a controller or a network do not always tell how busy they are. */
    private static Optional<Finding> stalled(Evidence evidence) {
        return evidence.all("system.pressure")
                .filter(moved -> moved.label("resource").equals("io") && moved.label("kind").equals("some"))
                .filter(moved -> moved.value() >= STALLED && moved.isUnusual()).findFirst()
                .map(moved -> Finding.seen(MAYBE, "the disks were slow: for " + Figure.share(moved.value())
                        + " of the time some task stood still for them", moved));
    }
}
