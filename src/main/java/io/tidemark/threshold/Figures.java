package io.tidemark.threshold;

import io.tidemark.metric.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Numbers as people read them: `12.4 ms`, `1.2 GB`, `93%`. */
final class Figures {

    private static final int DIGITS = 3;
    private static final int MOST_DIGITS = 12;

    private Figures() {}

    static String text(Duration duration) {
        return text(duration.toNanos() / 1e9, Unit.SECONDS, false, DIGITS);
    }

    static String text(double value, Unit unit) {
        return text(value, unit, false, DIGITS);
    }

    /** With as many digits as it takes to tell the value from the other, three at least. */
    static String text(double value, double other, Unit unit, boolean percent) {
        int digits = DIGITS;
        while (digits < MOST_DIGITS && value != other
                && text(value, unit, percent, digits).equals(text(other, unit, percent, digits))) {
            digits++;
        }
        return text(value, unit, percent, digits);
    }

    private static String text(double value, Unit unit, boolean percent, int digits) {
        return switch (unit) {
            case SECONDS -> seconds(value, digits);
            case BYTES -> bytes(value, digits);
            case BYTES_PER_SECOND -> bytes(value, digits) + "/s";
            case ONE -> percent ? number(value * 100, digits) + "%" : number(value, digits);
            case PER_SECOND -> number(value, digits) + "/s";
        };
    }

    private static String seconds(double value, int digits) {
        double size = Math.abs(value);
        if (size >= 120 || size == 0) {
            return size >= 7200 ? number(value / 3600, digits) + " h" : number(value, digits) + " s";
        }
        if (size >= 1) {
            return number(value, digits) + " s";
        }
        if (size >= 1e-3) {
            return number(value * 1e3, digits) + " ms";
        }
        return size >= 1e-6 ? number(value * 1e6, digits) + " µs" : number(value * 1e9, digits) + " ns";
    }

    private static String bytes(double value, int digits) {
        double size = Math.abs(value);
        if (size < 1e3) {
            return number(value, digits) + " B";
        }
        if (size < 1e6) {
            return number(value / 1e3, digits) + " kB";
        }
        return size < 1e9 ? number(value / 1e6, digits) + " MB" : number(value / 1e9, digits) + " GB";
    }

    /** Digits before the point are never rounded away: a count of 65,536 files is not 65,500. */
    private static String number(double value, int digits) {
        if (Double.isInfinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        int before = Math.max(0, exact.precision() - exact.scale());
        return Quantity.plain(exact.round(new MathContext(Math.max(digits, before)))).toPlainString();
    }
}
