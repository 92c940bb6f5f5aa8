package io.tidemark.threshold;

import io.tidemark.metric.Scale;
import io.tidemark.metric.Unit;
import java.util.Arrays;
import java.util.List;

/** Small turns of phrase for messages. */
final class Words {

    private Words() {}

    /** `a, b or c`. */
    static String or(List<?> choices) {
        return joined(choices, " or ");
    }

    /** `a, b and c`. */
    static String and(List<?> all) {
        return joined(all, " and ");
    }

    private static String joined(List<?> things, String beforeLast) {
        List<String> texts = things.stream().map(Object::toString).toList();
        int last = texts.size() - 1;
        return last < 1
                ? String.join("", texts)
                : String.join(", ", texts.subList(0, last)) + beforeLast + texts.get(last);
    }

    /** What may be written for a value in this base unit. */
    static String fitting(Unit unit) {
        return switch (unit) {
            case SECONDS -> "ns, µs, us, ms, s, m, h or d";
            case BYTES -> or(symbols(Unit.BYTES, ""));
            case BYTES_PER_SECOND -> or(symbols(Unit.BYTES, "/s"));
            case ONE -> "% or no unit";
            case PER_SECOND -> "/s or no unit";
        };
    }

    /** What a value in this base unit is. */
    static String of(Unit unit) {
        return switch (unit) {
            case SECONDS -> "in seconds";
            case BYTES -> "in bytes";
            case BYTES_PER_SECOND -> "in bytes per second";
            case ONE -> "a plain number";
            case PER_SECOND -> "a number per second";
        };
    }

    private static List<String> symbols(Unit unit, String suffix) {
        return Arrays.stream(Scale.values()).filter(scale -> scale.unit() == unit).map(scale -> scale.symbol() + suffix)
                .toList();
    }
}
