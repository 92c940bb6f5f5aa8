package io.tidemark.probe;

import io.tidemark.metric.Metric.Better;
import org.jspecify.annotations.Nullable;

/**
 * A measure that a program writes.
 *
 * @param name lower-case letters, digits and `_`
 * @param unit such as `s`, `MB` or `1/s`; a plain number by default
 * @param better `lower`, `higher` or `neither`, which is the default
 */
public record MeasureSettings(@Nullable String name, @Nullable String unit, @Nullable Better better) {}
