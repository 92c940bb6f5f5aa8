package io.tidemark.threshold;

import io.tidemark.metric.Scale;
import io.tidemark.metric.Unit;
import java.math.BigDecimal;

/**
 * A number with its unit, as written: `10ms`, `90%`, `5MB/s`.
 *
 * @param perSecond whether the unit ends in `/s`
 */
record Quantity(BigDecimal number, Scale scale, boolean perSecond) {

    Quantity {
        number = plain(number);
    }

    /** Without trailing zeros and exponent, so that equal numbers are equal and print alike. */
    static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    Unit unit() {
        return perSecond ? scale.unit().perSecond() : scale.unit();
    }

    /** In the base unit. */
    double value() {
        return number.multiply(scale.factor()).doubleValue();
    }

    /** A number without unit is taken where nothing can be mistaken: counts, ratios, rates, and zero. */
    boolean fits(Unit measured) {
        boolean bare = scale == Scale.NONE && !perSecond;
        return bare
                ? measured == Unit.ONE || measured == Unit.PER_SECOND || number.signum() == 0
                : unit() == measured;
    }

    String symbol() {
        return scale.symbol() + (perSecond ? "/s" : "");
    }

    /** As it stands in a sentence: `10 ms`, `90%`. */
    String spoken() {
        boolean apart = scale != Scale.NONE && scale != Scale.PERCENT;
        return number.toPlainString() + (apart ? " " : "") + symbol();
    }

    @Override
    public String toString() {
        return number.toPlainString() + symbol();
    }
}
