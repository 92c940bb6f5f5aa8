package io.tidemark.history;

/** Makes one short sentence of a failure of the store. */
final class Reasons {

    private static final int LONGEST = 300;

    private Reasons() {}

    /** The innermost cause says what happened; drivers put no secrets in it. */
    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = message.lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
    }
}
