package io.tidemark.threshold;

import java.math.BigDecimal;

/** The right side of a condition. Prints as written. */
sealed interface Limit {

    /** A number. */
    record Constant(Quantity quantity) implements Limit {
        @Override
        public String toString() {
            return quantity.toString();
        }
    }

    /** Another measure. */
    record Other(Measure measure) implements Limit {
        @Override
        public String toString() {
            return measure.toString();
        }
    }

    /** So many percent of another measure. */
    record Share(BigDecimal percent, Measure measure) implements Limit {

        public Share {
            percent = Quantity.plain(percent);
        }

        @Override
        public String toString() {
            return percent.toPlainString() + "% of " + measure;
        }
    }

    /** What is normal, and so many percent more or less; zero for exactly that. */
    record Baseline(BigDecimal percent) implements Limit {

        public Baseline {
            percent = Quantity.plain(percent);
        }

        @Override
        public String toString() {
            return switch (percent.signum()) {
                case 0 -> "baseline";
                case 1 -> "baseline + " + percent.toPlainString() + "%";
                default -> "baseline - " + percent.negate().toPlainString() + "%";
            };
        }
    }
}
