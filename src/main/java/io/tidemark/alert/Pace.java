package io.tidemark.alert;

import io.tidemark.metric.BackOff;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time a postman goes by.
 *
 * @param ticker nanoseconds that are never set back or forth: a turned clock neither holds up nor ends anything
 */
record Pace(BackOff backOff, InstantSource clock, LongSupplier ticker) {}
