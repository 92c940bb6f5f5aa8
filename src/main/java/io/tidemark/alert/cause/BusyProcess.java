package io.tidemark.alert.cause;

import io.tidemark.metric.BusiestProcess.Use;
import java.util.Comparator;
import java.util.Optional;

/** All processors were in use, most of it by one program. */
final class BusyProcess implements Diagnosis {

    private static final double SATURATED = 0.85;
    /** Processors of which half are usually free are not usually all in use, however much that goes up and down. */
    private static final double FREE = 0.5;
    private static final double MOST = 0.4;
    private static final double SURE = 0.91;
    private static final double UNNAMED = 0.7;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        return evidence.all("system.cpu.utilization").filter(moved -> moved.value() >= SATURATED && isRare(moved))
                .findFirst().map(moved -> culprit(evidence)
                        .map(use -> Finding.seen(SURE, "the processors were taken by " + use.name() + ": it used "
                                + Figure.share(use.share()) + " of this machine", moved))
                        .orElseGet(() -> Finding.seen(UNNAMED,
                                "the processors were busy " + Figure.share(moved.value())
                                        + ", and no single program took most of it",
                                moved)));
    }

    private static boolean isRare(Moved moved) {
        Double usual = moved.usual();
        return usual == null || usual <= FREE || moved.isUnusual();
    }

    /** A watched process by the name people gave it, else whichever program used most. */
    private static Optional<Use> culprit(Evidence evidence) {
        return evidence.all("process.cpu.utilization").filter(Moved::isUnusual)
                .map(moved -> new Use(moved.label("process"), moved.value())).filter(use -> use.share() >= MOST)
                .max(Comparator.comparingDouble(Use::share))
                .or(() -> evidence.busiest().last().filter(use -> use.share() >= MOST));
    }
}
