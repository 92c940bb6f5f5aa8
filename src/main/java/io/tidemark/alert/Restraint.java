package io.tidemark.alert;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What keeps people from being told too often.
 *
 * @param remind how long an alert fires before people are told again; zero for never
 * @param ticker nanoseconds that are never set back or forth: a turned clock brings no reminder and keeps none back
 */
record Restraint(SilenceBook silences, Duration remind, LongSupplier ticker) {}
