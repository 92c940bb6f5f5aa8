package io.tidemark.threshold;

import io.tidemark.history.Growth;
import io.tidemark.metric.Unit;

/** What a {@link Growth} says, as a person would say it. */
public final class GrowthText {

    private GrowthText() {}

    /** One sentence about a series, named as it is to stand there. */
    public static String sentence(String series, Growth growth, Unit unit) {
        String over = " over " + Figures.text(growth.span());
        String by = Figures.text(Math.abs(growth.increase()), unit);
        return switch (growth.trend()) {
            case GROWING -> series + " is growing: by " + by + over + bounds(growth, unit, false) + ".";
            case SHRINKING -> series + " is shrinking: by " + by + over + bounds(growth, unit, false) + ".";
            case STEADY -> series + " is steady: it moved by less than a twentieth of its "
                    + Figures.text(growth.level(), unit) + over + bounds(growth, unit, false) + ".";
            case UNDECIDED -> series + (growth.cameToAnEnd()
                    ? " moved, but not all the time, as what jumps or levels off"
                    : " may have moved or not")
                    + ": by " + Figures.text(growth.increase(), unit) + over + bounds(growth, unit, false) + ".";
        };
    }

    static String bounds(Growth growth, Unit unit, boolean percent) {
        return " (" + Figures.text(growth.low(), growth.high(), unit, percent) + " to "
                + Figures.text(growth.high(), growth.low(), unit, percent) + ", 99 % sure)";
    }
}
