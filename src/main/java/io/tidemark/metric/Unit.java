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
}
