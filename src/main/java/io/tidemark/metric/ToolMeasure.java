package io.tidemark.metric;

import io.tidemark.metric.Metric.Better;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Figures that only other tools know, such as `http_req_waiting_p95_seconds`. The end of the name is the unit, as in
 * Prometheus, so that a rule can be read before the first such figure has come, and a bare figure be understood.
 */
public final class ToolMeasure {

    /** Longer names are for no one to write. */
    public static final int LONGEST = 100;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern FOREIGN = Pattern.compile("[^a-z0-9]+");

    private ToolMeasure() {}

    /** The figure of a name in the form that {@link #of} makes; its direction is not known. */
    public static Optional<Metric> named(String measure) {
        return measure.length() <= LONGEST && NAME.matcher(measure).matches()
                ? Optional.of(metric(measure, unit(measure), Better.NEITHER, "Figure of another tool"))
                : Optional.empty();
    }

    /**
     * A figure of a tool. One that would be called like a measure every probe has, or end like another unit, gets
     * `_value` behind its name.
     *
     * @param told what the tool calls it; what no name may hold becomes `_`
     */
    public static Metric of(String told, Unit unit, Better better, String description) {
        String words = FOREIGN.matcher(told.toLowerCase(Locale.ROOT)).replaceAll("_").replaceAll("^_+|_+$", "");
        String stem = words.isEmpty() || Character.isDigit(words.charAt(0)) ? "n" + words : words;
        String name = stem.endsWith(ending(unit)) ? stem : stem + ending(unit);
        boolean free = unit(name) == unit && ProbeMeasure.named(name).isEmpty();
        return metric(free ? name : name + "_value", unit, better, description);
    }

    private static Metric metric(String measure, Unit unit, Better better, String description) {
        return Metric.gauge(ProbeMeasure.PREFIX + measure, unit, better, description);
    }

    private static Unit unit(String measure) {
        Unit found = Unit.ONE;
        for (Unit unit : Unit.values()) {
            if (measure.endsWith(ending(unit)) && ending(unit).length() > ending(found).length()) {
                found = unit;
            }
        }
        return found;
    }

    private static String ending(Unit unit) {
        return switch (unit) {
            case SECONDS -> "_seconds";
            case BYTES -> "_bytes";
            case PER_SECOND -> "_per_second";
            case BYTES_PER_SECOND -> "_bytes_per_second";
            case ONE -> "";
        };
    }
}
