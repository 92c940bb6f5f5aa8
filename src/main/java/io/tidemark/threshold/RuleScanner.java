package io.tidemark.threshold;

import io.tidemark.metric.RuleText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks over the text of one rule; white space between words is free. */
final class RuleScanner {

    private static final Pattern NEXT = Pattern.compile("[\\p{L}0-9_.\\-/]+|.", Pattern.DOTALL);

    private final RuleText rule;
    private final String text;
    private int at;

    RuleScanner(RuleText rule) {
        this.rule = rule;
        this.text = rule.text();
        skipSpace();
    }

    RuleText rule() {
        return rule;
    }

    /** Where the next word starts, counted from 0. */
    int position() {
        return at;
    }

    boolean atEnd() {
        return at == text.length();
    }

    Optional<Matcher> take(Pattern pattern) {
        Optional<Matcher> found = peek(pattern);
        found.ifPresent(match -> moveTo(match.end()));
        return found;
    }

    Optional<Matcher> peek(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        return matcher.lookingAt() ? Optional.of(matcher) : Optional.empty();
    }

    boolean takeSymbol(String symbol) {
        if (!text.startsWith(symbol, at)) {
            return false;
        }
        moveTo(at + symbol.length());
        return true;
    }

    boolean takeWord(String word) {
        int end = at + word.length();
        boolean goesOn = end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_');
        return !goesOn && takeSymbol(word);
    }

    void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    /** The next thing is not what can stand here. */
    RuleException expected(String what) {
        String found = peek(NEXT).map(next -> "found '" + next.group() + "'").orElse("the rule ends");
        return error(at, "expected " + what + ", but " + found);
    }

    RuleException error(int column, String sentence) {
        return RuleException.at(rule, column, sentence);
    }

    private void moveTo(int position) {
        at = position;
        skipSpace();
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
