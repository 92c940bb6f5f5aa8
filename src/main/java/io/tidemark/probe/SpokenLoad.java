package io.tidemark.probe;

import io.tidemark.metric.Durations;
import io.tidemark.probe.engine.Faults;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Pace;
import io.tidemark.probe.engine.Profile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How much a run does, in the words of people. */
final class SpokenLoad {

    private SpokenLoad() {}

    static Map<String, String> of(Load load) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("workers", Integer.toString(load.workers()));
        all.put("connections", Integer.toString(load.sessions() + 1));
        all.put("pace", pace(load.pace()));
        all.put("profile", profile(load.profile()));
        all.put("length", length(load.length()));
        all.put("warmup", warmup(load.warmup()));
        all.put("rows", Integer.toString(load.rows()));
        all.put("deadline", Durations.text(load.deadline()));
        all.put("longest call", Durations.text(load.limit()));
        all.put("faults", faults(load.faults()));
        return all;
    }

    private static String pace(Pace pace) {
        return switch (pace) {
            case Pace.Closed(Duration think) -> "each worker's next operation begins when its last one has ended"
                    + (think.isZero() ? "" : ", after a pause of " + Durations.text(think));
            case Pace.Open(double perSecond) -> Bounds.plain(perSecond) + " arrivals per second";
        };
    }

    private static String profile(Profile profile) {
        return switch (profile) {
            case Profile.Sustained _ -> "the same from beginning to end";
            case Profile.Ramp(double peak, int steps) -> rise(peak, steps);
            case Profile.Spike(double peak) -> "rises to %s at once, then as usual until it has recovered"
                    .formatted(Bounds.plain(peak));
            case Profile.Stress(double peak, int steps, Duration objective) ->
                rise(peak, steps) + " until p95 is above " + Durations.text(objective)
                        + ", then as usual until it has recovered";
        };
    }

    private static String rise(double peak, int steps) {
        return "rises to %s in %d equal steps".formatted(Bounds.plain(peak), steps);
    }

    private static String length(Load.Length length) {
        String operations = length.operations() + " operations";
        if (length.duration().isZero()) {
            return operations;
        }
        String duration = Durations.text(length.duration());
        return length.operations() == 0 ? duration : operations + " or " + duration + ", whichever ends first";
    }

    private static String warmup(Load.Warmup warmup) {
        return warmup.least() + " operations"
                + (warmup.untilSteady() ? " and as many more as it takes until latencies have settled" : "");
    }

    private static String faults(Faults faults) {
        String all = Stream.of(share(faults.fail(), "fail"),
                share(faults.slow(), "take " + Durations.text(faults.slowBy()) + " longer"),
                share(faults.cut(), "lose their connection")).filter(Predicate.not(String::isEmpty))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }

    private static String share(double share, String what) {
        return share == 0 ? "" : Bounds.plain(Math.round(1e4 * share) / 100.0) + " % " + what;
    }
}
