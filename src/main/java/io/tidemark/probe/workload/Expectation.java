package io.tidemark.probe.workload;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a value of an answer must be: an operator and a number, a text in single quotes, `true`, `false` or `null`, such
 * as `>= 1`, `= 'open'` or `!= null`.
 *
 * @param written as it was configured, for messages
 */
record Expectation(String written, Comparison comparison, Wanted wanted) {

    private static final Pattern FORM = Pattern.compile("(<=|>=|==|!=|<>|=|<|>)\\s*(.+)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,40}(\\.\\d{1,40})?");
    private static final Pattern TEXT = Pattern.compile("'((?:[^']|'')*)'", Pattern.DOTALL);
    private static final String ALLOWED = "an operator (=, !=, <, <=, >, >=) and a number, a text in single quotes,"
            + " true, false or null, such as >= 1 or = 'open'";

    enum Comparison {
        EQUAL,
        UNEQUAL,
        LESS,
        AT_MOST,
        MORE,
        AT_LEAST
    }

    /** What a value is compared with. */
    sealed interface Wanted {
        record Numeric(BigDecimal value) implements Wanted {}

        record Text(String value) implements Wanted {}

        record Truth(boolean value) implements Wanted {}

        record Nothing() implements Wanted {}
    }

    /**
     * Reads a condition.
     *
     * @param key where it stands, for messages
     * @throws IllegalArgumentException with one sentence
     */
    static Expectation parse(String key, @Nullable String written) {
        String text = written == null ? "" : written.strip();
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(key + ": '" + text + "' is not understood; allowed is " + ALLOWED);
        }
        Comparison comparison = comparison(form.group(1));
        Wanted wanted = wanted(key, text, form.group(2).strip());
        boolean ordered = comparison != Comparison.EQUAL && comparison != Comparison.UNEQUAL;
        if (ordered && !(wanted instanceof Wanted.Numeric)) {
            throw new IllegalArgumentException(
                    key + ": '" + text + "' compares what has no order; only numbers take <, <=, > and >=");
        }
        return new Expectation(text, comparison, wanted);
    }

    /** The same for what can only be a number. */
    static Expectation number(String key, String written) {
        Expectation parsed = parse(key, written);
        if (!(parsed.wanted instanceof Wanted.Numeric)) {
            throw new IllegalArgumentException(
                    key + ": '" + parsed.written + "' must compare with a number, such as >= 1");
        }
        return parsed;
    }

    private static Comparison comparison(String operator) {
        return switch (operator) {
            case "!=", "<>" -> Comparison.UNEQUAL;
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.AT_MOST;
            case ">" -> Comparison.MORE;
            case ">=" -> Comparison.AT_LEAST;
            default -> Comparison.EQUAL;
        };
    }

    private static Wanted wanted(String key, String whole, String value) {
        Matcher text = TEXT.matcher(value);
        if (text.matches()) {
            return new Wanted.Text(text.group(1).replace("''", "'"));
        }
        if (NUMBER.matcher(value).matches()) {
            return new Wanted.Numeric(new BigDecimal(value));
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> new Wanted.Truth(true);
            case "false" -> new Wanted.Truth(false);
            case "null" -> new Wanted.Nothing();
            default -> throw new IllegalArgumentException(
                    key + ": '" + whole + "' is not understood; allowed is " + ALLOWED);
        };
    }

    /** Whether a value is as it must be; what is null is only equal to null. */
    boolean holds(@Nullable String found) {
        boolean unequal = comparison == Comparison.UNEQUAL;
        return switch (wanted) {
            case Wanted.Nothing _ -> (found == null) != unequal;
            case Wanted.Text text -> text.value.equals(found) != unequal;
            case Wanted.Truth truth -> found != null && isBoolean(found) && (truth(found) == truth.value) != unequal;
            case Wanted.Numeric number -> found != null && NUMBER.matcher(found.strip()).matches()
                    && ordered(new BigDecimal(found.strip()).compareTo(number.value));
        };
    }

    private boolean ordered(int order) {
        return switch (comparison) {
            case EQUAL -> order == 0;
            case UNEQUAL -> order != 0;
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case AT_LEAST -> order >= 0;
        };
    }

    /** Databases write truth in different ways. */
    private static boolean isBoolean(String found) {
        return found.matches("(?i)t|f|true|false|0|1");
    }

    private static boolean truth(String found) {
        return found.matches("(?i)t|true|1");
    }
}
