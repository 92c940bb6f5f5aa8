package io.tidemark.threshold;

/** How the two sides of a condition compare when it holds. */
enum Operator {
    // The longer symbols first: they are looked for in this order.
    AT_MOST("<="),
    AT_LEAST(">="),
    EQUAL("=="),
    UNEQUAL("!="),
    LESS("<"),
    MORE(">");

    final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    boolean holds(double left, double right) {
        return switch (this) {
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case MORE -> left > right;
            case AT_LEAST -> left >= right;
            case EQUAL -> left == right;
            case UNEQUAL -> left != right;
        };
    }

    boolean isOfEquality() {
        return this == EQUAL || this == UNEQUAL;
    }

    /** Whether what holds against the one limit holds against the other, too; not for equality. */
    boolean isStricter(double limit, double other) {
        return holds(Double.NEGATIVE_INFINITY, other) ? limit <= other : limit >= other;
    }

    @Override
    public String toString() {
        return symbol;
    }
}
