package io.tidemark.metric;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/** A unit as people write it, and what it is in base units. */
public enum Scale {
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
    KIBIBYTE("KiB", Unit.BYTES, "1024"),
    MEBIBYTE("MiB", Unit.BYTES, "1048576"),
    GIBIBYTE("GiB", Unit.BYTES, "1073741824");

    private static final String PER_SECOND = "/s";

    private final String symbol;
    private final Unit unit;
    private final BigDecimal factor;

    Scale(String symbol, Unit unit, String factor) {
        this.symbol = symbol;
        this.unit = unit;
        this.factor = new BigDecimal(factor);
    }

    /** As it is written behind a number. */
    public String symbol() {
        return symbol;
    }

    /** The base unit. */
    public Unit unit() {
        return unit;
    }

    /** How many of the base unit it is. */
    public BigDecimal factor() {
        return factor;
    }

    /**
     * A unit as it is written with a figure.
     *
     * @param unit the base unit
     * @param factor what the figure is multiplied by to be in it
     */
    public record Written(Unit unit, BigDecimal factor) {}

    /** By symbol; `us` and the Greek letter stand for `µs`. */
    public static Optional<Scale> named(String word) {
        String symbol = word.equals("us") || word.equals("μs") ? "µs" : word;
        return Arrays.stream(values()).filter(s -> !s.symbol.isEmpty() && s.symbol.equals(symbol)).findFirst();
    }

    /** Reads a unit such as `ms`, `MB/s`, `%`, `1` or `1/s`; empty when it is none. */
    public static Optional<Written> written(String text) {
        boolean perSecond = text.endsWith(PER_SECOND);
        String symbol = perSecond ? text.substring(0, text.length() - PER_SECOND.length()) : text;
        Optional<Scale> scale = symbol.equals(Unit.ONE.symbol()) ? Optional.of(NONE) : named(symbol);
        return scale.filter(known -> !perSecond || known == NONE || known.unit == Unit.BYTES)
                .map(known -> new Written(perSecond ? known.unit.perSecond() : known.unit, known.factor));
    }
}
