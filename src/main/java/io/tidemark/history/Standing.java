package io.tidemark.history;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Series;
import java.time.Instant;

/**
 * How one series stands over a short stretch of time against what was usual in the hours before it. Gauges are averages,
 * counters the increase per second.
 *
 * @param value over the stretch, in the metric's base unit
 * @param usual what averages over ten seconds usually were before; the last two hours count for half of it
 * @param spread how far such averages usually were from that
 * @param since when the first reading was taken: no more is known than since then
 */
public record Standing(Metric metric, Series series, double value, double usual, double spread, Instant since) {}
