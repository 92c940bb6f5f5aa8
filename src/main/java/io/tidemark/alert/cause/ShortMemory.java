package io.tidemark.alert.cause;

import java.util.Comparator;
import java.util.Optional;

/** Memory ran short: the kernel swapped, killed, or had tasks wait for it. */
final class ShortMemory implements Diagnosis {

    private static final double PAGES = 100;
    private static final double STALLED = 0.1;
    private static final double KILLED = 0.95;
    private static final double SURE = 0.89;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        return killed(evidence).or(() -> swapped(evidence)).or(() -> stalled(evidence));
    }

    /** A single one is less than any deviation, and never usual. */
    private static Optional<Finding> killed(Evidence evidence) {
        return evidence.all("system.oom_kills").filter(moved -> moved.value() > 0)
                .filter(moved -> moved.usual() == null || moved.value() > 2 * moved.usual()).findFirst()
                .map(moved -> Finding.seen(KILLED, "memory ran out: the kernel killed a process", moved));
    }

    private static Optional<Finding> swapped(Evidence evidence) {
        return evidence.all("system.paging.operations").filter(moved -> moved.value() >= PAGES && moved.isNotUsual())
                .max(Comparator.comparingDouble(Moved::value))
                .map(moved -> Finding.seen(SURE, "memory ran short: " + Figure.number(moved.value())
                        + " pages a second were swapped " + moved.label("direction") + available(evidence), moved));
    }

    private static Optional<Finding> stalled(Evidence evidence) {
        return evidence.all("system.pressure").filter(moved -> moved.label("resource").equals("memory"))
                .filter(moved -> moved.value() >= STALLED && moved.isUnusual())
                .max(Comparator.comparingDouble(Moved::value))
                .map(moved -> Finding.seen(SURE, "memory ran short: for " + Figure.share(moved.value())
                        + " of the time tasks stood still for it" + available(evidence), moved));
    }

    private static String available(Evidence evidence) {
        double total = evidence.value("system.memory.total");
        return total > 0
                ? ", " + Figure.share(evidence.value("system.memory.available") / total) + " is available"
                : "";
    }
}
