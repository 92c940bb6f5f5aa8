package io.tidemark.alert.cause;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A JVM stood still to collect garbage: a watched one, or this service. */
final class GarbageStorm implements Diagnosis {

    private static final double LEAST = 0.1;
    private static final double SURE = 0.94;
    private static final double GAIN = 0.5;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        return Stream.concat(evidence.all("process.jvm.gc.time"), evidence.all("jvm.gc.pause"))
                .filter(moved -> moved.value() >= LEAST && moved.isNotUsual())
                .max(Comparator.comparingDouble(Moved::value))
                .map(moved -> Finding.seen(Math.min(SURE, SURE - GAIN * (0.3 - moved.value())),
                        "garbage collection took " + Figure.share(Math.min(1, moved.value())) + " of the time of "
                                + whose(moved),
                        moved));
    }

    private static String whose(Moved moved) {
        String process = moved.label("process");
        return process.isEmpty() || process.equals("self") ? "this service" : process;
    }
}
