package io.tidemark.intake;

/** Words of a file, as they may stand in a sentence. */
final class Words {

    private static final int MOST = 60;

    private Words() {}

    /** At most a few words, on one line, with nothing that would upset a terminal. */
    static String brief(String text) {
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
