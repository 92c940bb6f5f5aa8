package io.tidemark.threshold;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.Scale;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads measures and windows: `p95`, `avg(system.cpu.utilization, 5m)`, `10m`. */
final class MeasureParser {

    private static final Pattern CALL = Pattern.compile("([a-z][a-z0-9_.]*)\\s*\\(");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,18})?)\\s*([\\p{L}0-9]*)");
    private static final BigDecimal LONGEST = new BigDecimal(3660L * 86_400_000);

    private final RuleScanner scanner;
    private final RefParser refs;

    MeasureParser(RuleScanner scanner, RefParser refs) {
        this.scanner = scanner;
        this.refs = refs;
    }

    Measure measure() {
        return scanner.peek(CALL).isPresent() ? over() : new Measure.Now(refs.newest());
    }

    private Measure over() {
        int start = scanner.position();
        Aggregate aggregate = aggregate(scanner.take(CALL).orElseThrow().group(1), start);
        Ref ref = refs.ref();
        aggregate.objection(ref.metric()).ifPresent(objection -> {
            throw scanner.error(start, objection);
        });
        if (!scanner.takeSymbol(",")) {
            throw scanner.expected("',' and the length of the window, as in " + aggregate + "(" + ref + ", 5m)");
        }
        Duration window = duration();
        scanner.expectSymbol(")");
        return new Measure.Over(aggregate, ref, window);
    }

    private Aggregate aggregate(String word, int column) {
        return Aggregate.named(word).orElseThrow(() -> scanner.error(column,
                "unknown function '" + word + "': use " + Words.or(Aggregate.words().stream().toList())));
    }

    Duration duration() {
        int start = scanner.position();
        Optional<Matcher> found = scanner.take(DURATION);
        if (found.isEmpty()) {
            throw scanner.expected("a duration such as 30s, 5m or 1h");
        }
        BigDecimal millis = new BigDecimal(found.get().group(1)).multiply(millis(found.get().group(2), start));
        if (millis.signum() == 0 || millis.remainder(BigDecimal.ONE).signum() != 0 || millis.compareTo(LONGEST) > 0) {
            throw scanner.error(start, "a duration is a whole number of milliseconds, from 1ms to 3660d");
        }
        return Duration.ofMillis(millis.longValueExact());
    }

    private BigDecimal millis(String unit, int column) {
        return switch (unit) {
            case "ms" -> BigDecimal.ONE;
            case "s", "m", "h", "d" ->
                Scale.named(unit).orElseThrow().factor().multiply(BigDecimal.valueOf(1000));
            default -> throw scanner.error(column, unit.isEmpty()
                    ? "a duration has a unit: ms, s, m, h or d"
                    : "'" + unit + "' is no unit of a duration, which has exactly one: ms, s, m, h or d");
        };
    }

    /** Why a metric has no newest value to compare; empty when it has. */
    static Optional<String> onlyInWindows(Metric metric) {
        return metric.kind() == Kind.DISTRIBUTION
                ? Optional.of(metric.name()
                        + " is a distribution, which has no single newest value: use p95 for the last run, or"
                        + " p95(latency, 5m) for a window")
                : Optional.empty();
    }
}
