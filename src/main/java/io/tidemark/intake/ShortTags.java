package io.tidemark.intake;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Refuses XML with a tag or comment so long that a parser, which holds it as a whole, would need much memory. */
final class ShortTags extends FilterReader {

    private static final int LONGEST = 1 << 20;
    private static final String COMMENT = "!--";
    private static final String DATA = "![CDATA[";

    private final StringBuilder opening = new StringBuilder(DATA.length());
    private State state = State.TEXT;
    private int length;
    private char before;
    private char beforeThat;

    ShortTags(Reader text) {
        super(text);
    }

    @Override
    public int read(char[] into, int from, int most) throws IOException {
        int read = super.read(into, from, most);
        for (int i = from; i < from + read; i++) {
            see(into[i]);
        }
        return read;
    }

    private void see(char c) {
        state = next(c);
        beforeThat = before;
        before = c;
        if (state == State.TEXT || state == State.DATA) {
            length = 0;
            opening.setLength(0);
        } else if (++length > LONGEST) {
            throw new ResultsException(ResultsException.Kind.TOO_LARGE,
                    "a tag or comment is longer than " + LONGEST + " characters");
        }
    }

    private State next(char c) {
        return switch (state) {
            case TEXT -> c == '<' ? State.TAG : State.TEXT;
            case TAG -> inTag(c);
            case QUOTED -> c == '"' ? State.TAG : State.QUOTED;
            case APOSTROPHED -> c == '\'' ? State.TAG : State.APOSTROPHED;
            case COMMENT -> c == '>' && before == '-' && beforeThat == '-' ? State.TEXT : State.COMMENT;
            case DATA -> c == '>' && before == ']' && beforeThat == ']' ? State.TEXT : State.DATA;
        };
    }

    private State inTag(char c) {
        if (opening.length() < DATA.length()) {
            opening.append(c);
            if (opening.toString().equals(DATA)) {
                return State.DATA;
            }
            if (opening.toString().equals(COMMENT)) {
                return State.COMMENT;
            }
        }
        return switch (c) {
            case '"' -> State.QUOTED;
            case '\'' -> State.APOSTROPHED;
            case '>' -> State.TEXT;
            default -> State.TAG;
        };
    }

    private enum State {
        TEXT,
        TAG,
        QUOTED,
        APOSTROPHED,
        COMMENT,
        DATA
    }
}
