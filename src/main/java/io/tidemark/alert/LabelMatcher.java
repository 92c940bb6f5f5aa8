package io.tidemark.alert;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an alert must look like to fall under a silence: one of its labels, or `alertname`, `severity` or `instance`. A
 * label that an alert does not have is empty text, as in Prometheus. There are no patterns: the JDK's may take for ever,
 * and silences are asked on the path of every measurement.
 */
public record LabelMatcher(String label, Op op, String value) {

    private static final Pattern LABEL = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");
    private static final int VALUE = 500;

    /** How a label is compared. */
    public enum Op {
        EQUAL("="),
        UNEQUAL("!="),
        BEGINS("^=");

        private final String symbol;

        Op(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        /**
         * The one with a symbol.
         *
         * @throws IllegalArgumentException with one sentence when there is none
         */
        public static Op of(String symbol) {
            return Arrays.stream(values()).filter(op -> op.symbol.equals(symbol)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("op must be one of "
                            + Arrays.stream(values()).map(Op::symbol).collect(Collectors.joining(" ")) + ", got '"
                            + symbol + "'"));
        }
    }

    /**
     * What one label must be.
     *
     * @throws IllegalArgumentException with one sentence when it cannot be
     */
    public LabelMatcher {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("label must be a name such as alertname or probe, got '" + label + "'");
        }
        if (value.length() > VALUE) {
            throw new IllegalArgumentException(
                    "value must have at most " + VALUE + " characters, got " + value.length());
        }
        if (op == Op.BEGINS && value.isEmpty()) {
            throw new IllegalArgumentException("value must not be empty with ^=: it would match everything");
        }
    }

    boolean matches(Subject subject) {
        return matches(subject.label(label));
    }

    boolean matches(String actual) {
        return switch (op) {
            case EQUAL -> actual.equals(value);
            case UNEQUAL -> !actual.equals(value);
            case BEGINS -> actual.startsWith(value);
        };
    }
}
