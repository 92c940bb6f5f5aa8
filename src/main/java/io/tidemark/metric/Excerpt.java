package io.tidemark.metric;

/** What others wrote, as it may stand in a sentence of ours. */
public final class Excerpt {

    private static final int MOST = 100;

    private Excerpt() {}

    /** The first 100 characters at most, on one line, with nothing that would upset a terminal. */
    public static String of(String text) {
        String one = text.codePoints().limit(MOST + 1L)
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) || isSurrogate(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return one.codePointCount(0, one.length()) > MOST
                ? one.substring(0, one.offsetByCodePoints(0, MOST)) + "…"
                : one;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
