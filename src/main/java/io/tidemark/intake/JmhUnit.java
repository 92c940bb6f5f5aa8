package io.tidemark.intake;

import io.tidemark.metric.Unit;
import java.util.Map;

/**
 * A unit of JMH in ours. Its profilers count MB as 1,048,576 bytes (`GCProfiler`); what has no unit of ours stays a plain
 * number.
 *
 * @param unit ours
 * @param factor what a score is multiplied by
 */
record JmhUnit(Unit unit, double factor) {

    static final JmhUnit NONE = new JmhUnit(Unit.ONE, 1);

    private static final Map<String, Double> TIMES = Map.of("ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1d, "sec", 1d,
            "min", 60d, "hr", 3_600d, "day", 86_400d);
    private static final Map<String, Double> SIZES = Map.of("B", 1d, "KB", 1_024d, "MB", 1_048_576d, "GB",
            1_073_741_824d);
    private static final String OPERATION = "op";

    static JmhUnit of(String text) {
        int slash = text.indexOf('/');
        String above = slash < 0 ? text : text.substring(0, slash);
        String below = slash < 0 ? OPERATION : text.substring(slash + 1);
        if (below.equals(OPERATION)) {
            return TIMES.containsKey(above)
                    ? new JmhUnit(Unit.SECONDS, TIMES.get(above))
                    : new JmhUnit(SIZES.containsKey(above) ? Unit.BYTES : Unit.ONE, SIZES.getOrDefault(above, 1d));
        }
        if (!TIMES.containsKey(below)) {
            return NONE;
        }
        return SIZES.containsKey(above)
                ? new JmhUnit(Unit.BYTES_PER_SECOND, SIZES.get(above) / TIMES.get(below))
                : new JmhUnit(Unit.PER_SECOND, 1 / TIMES.get(below));
    }

    /** Seconds of a stretch as JMH writes it (`10 s`); zero for what is none (`single-shot`). */
    static double seconds(String stretch) {
        String[] parts = stretch.split(" ", 2);
        return parts.length == 2 && TIMES.containsKey(parts[1]) && parts[0].matches("\\d{1,9}")
                ? Long.parseLong(parts[0]) * TIMES.get(parts[1])
                : 0;
    }
}
