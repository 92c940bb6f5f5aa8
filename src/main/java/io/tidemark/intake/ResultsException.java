package io.tidemark.intake;

/** A results file that is not taken; the message is one sentence: what is wrong, where, and what is allowed. */
public final class ResultsException extends RuntimeException {

    private final Kind kind;

    ResultsException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    static ResultsException malformed(String sentence) {
        return new ResultsException(Kind.MALFORMED, sentence);
    }

    public Kind kind() {
        return kind;
    }

    /** One sentence for people; never holds more than a few words of the file. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** Why a file is not taken. */
    public enum Kind {
        /** There is no such format. */
        UNKNOWN_FORMAT,
        /** Larger than {@link Results#MOST_BYTES}, or with more in it than is taken. */
        TOO_LARGE,
        /** Not what the format is. */
        MALFORMED
    }
}
