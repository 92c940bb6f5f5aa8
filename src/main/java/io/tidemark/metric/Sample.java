package io.tidemark.metric;

import java.time.Instant;

/**
 * One value of one series at one instant.
 *
 * @param value in the metric's base unit; never NaN, what could not be read is left out
 */
public record Sample(Series series, Instant at, double value) {

    public Sample {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("sample of " + series + " is NaN; leave out what could not be read");
        }
    }
}
