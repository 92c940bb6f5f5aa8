package io.tidemark.history.web;

import io.tidemark.history.window.ProbeSeries;
import io.tidemark.metric.Excerpt;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.metric.SeriesSelector.LabelMatcher;
import io.tidemark.metric.SeriesSelector.Operator;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One line of an import. */
record ImportedSample(Instant at, Series series, double value) {

    private static final int LONGEST_METRIC = 255;
    private static final int LONGEST_LABELS = 2000;
    private static final Pattern NUMBER = Pattern
            .compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?Infinity");

    /** Reads lines; remembers the series it has seen, of which there are few. */
    static final class Reader {

        private static final int MOST_SERIES = 5_000;

        private final Map<String, Series> known = new HashMap<>();
        private final Instant now;

        Reader(Instant now) {
            this.now = now;
        }

        /** @throws IllegalArgumentException which says what is wrong with it and what is allowed */
        ImportedSample read(List<String> cells) {
            if (cells.size() != Csv.COLUMNS) {
                throw new IllegalArgumentException(
                        "has " + cells.size() + " cells, but must have four: time, metric, labels and value");
            }
            return new ImportedSample(time(cells.get(0)), series(cells.get(1), cells.get(2)), value(cells.get(3)));
        }

        private Instant time(String text) {
            try {
                Instant at = OffsetDateTime.parse(text).toInstant();
                if (at.truncatedTo(ChronoUnit.MILLIS).equals(at) && !at.isBefore(Instant.EPOCH) && !at.isAfter(now)) {
                    return at;
                }
            } catch (DateTimeException _) {
                // Said below.
            }
            throw wrong("time", text, "an RFC 3339 time from 1970 to now (" + now + "), to the millisecond at most");
        }

        private Series series(String metric, String labels) {
            String key = metric + labels;
            Series found = known.get(key);
            if (found == null) {
                found = parse(metric, labels);
                if (known.size() == MOST_SERIES) {
                    known.clear();
                }
                known.put(key, found);
            }
            return found;
        }

        private static Series parse(String metric, String labels) {
            SeriesSelector name = selector("metric", metric, metric, "a name such as system.cpu.utilization");
            SeriesSelector whole = selector("labels", labels, metric + labels,
                    "empty or such as {device=\"sda\",mode=\"read\"}");
            Labels read = labels(whole.matchers());
            if (!name.matchers().isEmpty() || metric.length() > LONGEST_METRIC) {
                throw wrong("metric", metric, "a name of at most " + LONGEST_METRIC + " characters");
            }
            if (ProbeSeries.isProbeMeasure(metric)) {
                throw wrong("metric", metric, "that of a sampled series; those of probes come from their runs");
            }
            if (read.values().size() != whole.matchers().size()
                    || whole.matchers().stream().anyMatch(one -> one.operator() != Operator.EQUAL)
                    || read.toString().length() > LONGEST_LABELS) {
                throw wrong("labels", labels,
                        "different names, each with = and a value, of at most " + LONGEST_LABELS + " characters");
            }
            return new Series(metric, read);
        }

        private static SeriesSelector selector(String cell, String text, String selector, String allowed) {
            try {
                return SeriesSelector.parse(selector);
            } catch (IllegalArgumentException _) {
                throw wrong(cell, text, allowed);
            }
        }

        private static Labels labels(List<LabelMatcher> matchers) {
            Map<String, String> labels = new HashMap<>();
            matchers.forEach(one -> labels.put(one.label(), one.value()));
            return Labels.of(labels);
        }

        private static double value(String text) {
            if (!NUMBER.matcher(text).matches()) {
                throw wrong("value", text, "a number such as 0.5, 2.0E-4 or -Infinity");
            }
            return Double.parseDouble(text);
        }

        private static IllegalArgumentException wrong(String cell, String text, String allowed) {
            return new IllegalArgumentException(
                    "has the " + cell + " '" + Excerpt.of(text) + "', but must have " + allowed);
        }
    }
}
