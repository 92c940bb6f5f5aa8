package io.tidemark.threshold;

import io.tidemark.metric.Unit;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A unit as people write it, and what it is in base units. */
enum Scale {
    NONE("", Unit.ONE, "1"),
    PERCENT("%", Unit.ONE, "0.01"),
    NANOSECOND("ns", Unit.SECONDS, "0.000000001"),
    MICROSECOND("µs", Unit.SECONDS, "0.000001"),
    MILLISECOND("ms", Unit.SECONDS, "0.001"),
    SECOND("s", Unit.SECONDS, "1"),
    MINUTE("m", Unit.SECONDS, "60"),
    HOUR("h", Unit.SECONDS, "3600"),
    DAY("d", Unit.SECONDS, "86400"),
    BYTE("B", Unit.BYTES, "1"),
    KILOBYTE("kB", Unit.BYTES, "1000"),
    MEGABYTE("MB", Unit.BYTES, "1000000"),
    GIGABYTE("GB", Unit.BYTES, "1000000000"),
    KIBIBYTE("KiB", Unit.BYTES,
            "1024"),
    MEBIBYTE("MiB", Unit.BYTES, "1048576"),
    GIBIBYTE("GiB", Unit.BYTES, "1073741824");

    final String symbol;
    final Unit unit;
    final BigDecimal factor;

    Scale(String symbol, Unit unit, String factor) {
        this.symbol = symbol;
        this.unit = unit;
        this.factor = new BigDecimal(factor);
    }

    /** By symbol; `us` and the Greek letter stand for `µs`. */
    static Optional<Scale> named(String word) {
        String symbol = word.equals("us") || word.equals("μs") ? "µs" : word;
        return Arrays.stream(values()).filter(s -> !s.symbol.isEmpty() && s.symbol.equals(symbol)).findFirst();
    }

    /** What may be written for a value in this base unit, for messages. */
    static String fitting(Unit unit) {
        return switch (unit) {
            case SECONDS -> "ns, µs, us, ms, s, m, h or d";
            case BYTES -> Words.or(symbols(Unit.BYTES, ""));
            case BYTES_PER_SECOND -> Words.or(symbols(Unit.BYTES, "/s"));
            case ONE -> "% or no unit";
            case PER_SECOND -> "/s or no unit";
        };
    }

    /** What a value in this base unit is, for messages. */
    static String words(Unit unit) {
        return switch (unit) {
            case SECONDS -> "in seconds";
            case BYTES -> "in bytes";
            case BYTES_PER_SECOND -> "in bytes per second";
            case ONE -> "a plain number";
            case PER_SECOND -> "a number per second";
        };
    }

    private static List<String> symbols(Unit unit, String suffix) {
        return Arrays.stream(values()).filter(s -> s.unit == unit).map(s -> s.symbol + suffix).toList();
    }
}
