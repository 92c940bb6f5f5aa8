package io.tidemark.metric;

/** The base units values are kept in; what people write (`ms`, `MiB`, `%`) is converted where it is read. */
public enum Unit {
    SECONDS("s"),
    BYTES("B"),
    ONE("1"),
    PER_SECOND("1/s"),
    BYTES_PER_SECOND("B/s");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** UCUM-style symbol, as it stands in REST answers. */
    public String symbol() {
        return symbol;
    }

    /** The unit of how fast a total in this one grows. */
    public Unit perSecond() {
        return switch (this) {
            case SECONDS -> ONE;
            case BYTES -> BYTES_PER_SECOND;
            case ONE -> PER_SECOND;
            case PER_SECOND, BYTES_PER_SECOND -> this;
        };
    }
}
