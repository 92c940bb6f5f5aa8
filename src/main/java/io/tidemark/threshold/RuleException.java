package io.tidemark.threshold;

import io.tidemark.metric.RuleText;

/** A rule that cannot be used: one sentence with the key it stands at, then the line and a caret below it. */
public class RuleException extends RuntimeException {

    private final String message;

    RuleException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** @param column counted from 0 */
    static RuleException at(RuleText rule, int column, String sentence) {
        return new RuleException(rule.where() + ", column " + (column + 1) + ": " + onOneLine(sentence) + "\n  "
                + onOneLine(rule.text()) + "\n  " + " ".repeat(column) + "^");
    }

    /** So that the caret stands below its column even in a rule that is folded over several lines. */
    private static String onOneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
