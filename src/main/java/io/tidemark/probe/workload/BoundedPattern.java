package io.tidemark.probe.workload;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression that gives up where another would go on for hours. */
public final class BoundedPattern {

    private static final int LONGEST = 500;
    /** Characters it looks at, again and again included: some 50 ms. */
    private static final int MOST_LOOKS = 10_000_000;

    private final Pattern pattern;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException with one sentence that names the key
     */
    public static BoundedPattern parse(String key, String written) {
        if (written.length() > LONGEST) {
            throw new IllegalArgumentException(key + ": must have at most " + LONGEST + " characters");
        }
        try {
            return new BoundedPattern(Pattern.compile(written));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(key + ": is no regular expression, " + e.getDescription(), e);
        }
    }

    /** A search that takes too long has found nothing. */
    boolean isFoundIn(String text) {
        try {
            return pattern.matcher(new Watched(text)).find();
        } catch (TooLong | StackOverflowError _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    private static final class TooLong extends RuntimeException {

        TooLong() {
            super("the search takes too long", null, false, false);
        }
    }

    /** A text that counts how often it is looked at. */
    private static final class Watched implements CharSequence {

        private final String text;
        private int looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
