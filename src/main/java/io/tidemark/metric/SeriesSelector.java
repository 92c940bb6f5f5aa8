package io.tidemark.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Picks series by metric and labels, in Prometheus' form on our names: `process.resident{process=~"shop.*"}`.
 *
 * @param metric exact metric name
 * @param matchers all must hold
 */
public record SeriesSelector(String metric, List<LabelMatcher> matchers) {

    private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9_.]*");
    /** Longer ones could nest so deep that compiling them overflows the stack. */
    private static final int LONGEST_EXPRESSION = 200;
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    public SeriesSelector {
        matchers = List.copyOf(matchers);
    }

    public static SeriesSelector of(String metric) {
        return new SeriesSelector(metric, List.of());
    }

    /** Exactly the given labels must have the given values; further labels are free. */
    public static SeriesSelector of(String metric, Labels labels) {
        return new SeriesSelector(metric,
                labels.values().entrySet().stream().map(e -> LabelMatcher.equal(e.getKey(), e.getValue())).toList());
    }

    public boolean matches(Series series) {
        return series.metric().equals(metric) && matchers.stream().allMatch(m -> m.matches(series.labels()));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException with one sentence that names the column, when the text is not a selector
     */
    public static SeriesSelector parse(String text) {
        return new Parser(text).selector();
    }

    @Override
    public String toString() {
        if (matchers.isEmpty()) {
            return metric;
        }
        return metric + "{" + String.join(",", matchers.stream().map(LabelMatcher::toString).toList()) + "}";
    }

    /** One condition on one label; a missing label reads as empty text, regular expressions are anchored. */
    public record LabelMatcher(String label, Operator operator, String value, Predicate<String> test) {

        public static LabelMatcher equal(String label, String value) {
            return new LabelMatcher(label, Operator.EQUAL, value, value::equals);
        }

        static LabelMatcher of(String label, Operator operator, String value) {
            return switch (operator) {
                case EQUAL -> equal(label, value);
                case NOT_EQUAL -> new LabelMatcher(label, operator, value, v -> !v.equals(value));
                case MATCHES -> new LabelMatcher(label, operator, value, Pattern.compile(value).asMatchPredicate());
                case NOT_MATCHES ->
                    new LabelMatcher(label, operator, value, Pattern.compile(value).asMatchPredicate().negate());
            };
        }

        boolean matches(Labels labels) {
            return test.test(labels.get(label));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof LabelMatcher that && label.equals(that.label) && operator == that.operator
                    && value.equals(that.value);
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public String toString() {
            return label + operator.symbol + '"'
                    + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                    + '"';
        }
    }

    /** Prometheus' four label operators. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        NOT_MATCHES("!~");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }
    }

    private static final class Parser {

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text.strip();
        }

        SeriesSelector selector() {
            String metric = take(METRIC, "a metric name such as system.cpu.utilization");
            List<LabelMatcher> matchers = new ArrayList<>();
            if (at < text.length()) {
                expect("{");
                while (!text.startsWith("}", at)) {
                    matchers.add(matcher());
                    if (text.startsWith(",", at)) {
                        at++;
                    } else if (!text.startsWith("}", at)) {
                        throw error("',' or '}'");
                    }
                }
                expect("}");
            }
            if (at < text.length()) {
                throw error("the end");
            }
            return new SeriesSelector(metric, matchers);
        }

        private LabelMatcher matcher() {
            String label = take(LABEL, "a label name");
            Operator operator = operator();
            int start = at;
            String value = string();
            if (isExpression(operator) && value.length() > LONGEST_EXPRESSION) {
                at = start;
                throw error("a regular expression of at most " + LONGEST_EXPRESSION + " characters");
            }
            skipSpace();
            try {
                return LabelMatcher.of(label, operator, value);
            } catch (PatternSyntaxException e) {
                at = start;
                throw error("a regular expression (" + e.getDescription() + ")");
            }
        }

        private static boolean isExpression(Operator operator) {
            return switch (operator) {
                case MATCHES, NOT_MATCHES -> true;
                case EQUAL, NOT_EQUAL -> false;
            };
        }

        private Operator operator() {
            for (Operator operator : List.of(Operator.NOT_EQUAL, Operator.MATCHES, Operator.NOT_MATCHES,
                    Operator.EQUAL)) {
                if (text.startsWith(operator.symbol, at)) {
                    at += operator.symbol.length();
                    return operator;
                }
            }
            throw error("one of = != =~ !~");
        }

        private String string() {
            expect("\"");
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                char c = text.charAt(at++);
                if (c == '\\' && at < text.length()) {
                    char escaped = text.charAt(at++);
                    value.append(escaped == 'n' ? '\n' : escaped);
                } else {
                    value.append(c);
                }
            }
            expect("\"");
            return value.toString();
        }

        private String take(Pattern pattern, String expected) {
            skipSpace();
            var matcher = pattern.matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                throw error(expected);
            }
            at = matcher.end();
            skipSpace();
            return matcher.group();
        }

        private void expect(String token) {
            skipSpace();
            if (!text.startsWith(token, at)) {
                throw error("'" + token + "'");
            }
            at += token.length();
            if (!token.equals("\"")) {
                skipSpace();
            }
        }

        private void skipSpace() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private IllegalArgumentException error(String expected) {
            return new IllegalArgumentException(
                    "selector '" + text + "' is not understood at column " + (at + 1) + ": expected " + expected);
        }
    }
}
