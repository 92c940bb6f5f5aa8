package io.tidemark.metric;

import java.util.regex.Pattern;

/**
 * What is measured. Declared once by whoever measures it and read by REST, Prometheus, the rules and the docs.
 *
 * @param name dotted lower case, OpenTelemetry's words where it has them (`system.cpu.utilization`)
 * @param unit base unit of every value
 * @param kind how successive values relate
 * @param better which direction is an improvement
 * @param description one sentence for people
 */
public record Metric(String name, Unit unit, Kind kind, Better better, String description) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*");

    public Metric {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "metric name '" + name + "' must be lower-case words joined by dots, for example system.load.1m");
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("metric '" + name + "' has no description");
        }
    }

    public static Metric gauge(String name, Unit unit, Better better, String description) {
        return new Metric(name, unit, Kind.GAUGE, better, description);
    }

    public static Metric counter(String name, Unit unit, Better better, String description) {
        return new Metric(name, unit, Kind.COUNTER, better, description);
    }

    /** How successive values of a metric relate. */
    public enum Kind {
        /** A value that goes up and down. */
        GAUGE,
        /** A total that only grows, and starts again at zero with its process. */
        COUNTER,
        /** Many values at one instant, kept as a {@link Distribution}. */
        DISTRIBUTION
    }

    /** Which direction is an improvement. */
    public enum Better {
        LOWER,
        HIGHER,
        NEITHER
    }
}
