package io.tidemark.alert;

/** Words of people: who says something, and what. */
public final class SaidBy {

    private SaidBy() {}

    /**
     * A text without white space around it.
     *
     * @param field as people named it, for messages
     * @throws IllegalArgumentException when it is empty, too long, or has characters that no text has
     */
    public static String text(String field, String text, int most) {
        String said = text.strip();
        if (said.isEmpty() || said.length() > most) {
            throw new IllegalArgumentException(
                    field + " must have 1 to " + most + " characters, got " + said.length());
        }
        if (said.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(field + " must not contain the character 0");
        }
        return said;
    }
}
