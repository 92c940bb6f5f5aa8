package io.tidemark.probe.workload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message that is sent again and again, and what its answer must be. Where it has a place for a mark, it says of which
 * run, stream and turn it is, by which its answer is known among others.
 */
public final class MarkedText {

    /** What stands for the mark in a message of the user's own. */
    public static final String PLACE = "{mark}";
    /** The shortest message of ours. */
    public static final int LEAST = Mark.LENGTH + 1;

    private final byte[] head;
    private final byte[] tail;
    private final boolean marked;
    private final boolean own;
    private final byte @Nullable [] expected;

    private MarkedText(String text, boolean own, @Nullable String expected) {
        int place = text.indexOf(PLACE);
        this.marked = place >= 0;
        this.own = own;
        this.head = bytes(marked ? text.substring(0, place) : text);
        this.tail = bytes(marked ? text.substring(place + PLACE.length()) : "");
        this.expected = expected == null ? null : bytes(expected);
    }

    /** A message of ours of so many bytes, to which the answer is the same. */
    public static MarkedText ofSize(int size) {
        return new MarkedText(PLACE + " " + "x".repeat(size - LEAST), false, null);
    }

    /**
     * The user's own.
     *
     * @param expected what an answer must contain, and the mark if there is one; the same message when null
     */
    public static MarkedText of(String text, @Nullable String expected) {
        return new MarkedText(text, true, expected);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether answers can be told apart. */
    public boolean isMarked() {
        return marked;
    }

    boolean isOwn() {
        return own;
    }

    public int length() {
        return head.length + (marked ? Mark.LENGTH : 0) + tail.length;
    }

    /** The message without its mark, which is to be written at the place. */
    byte[] template() {
        byte[] whole = new byte[length()];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(tail, 0, whole, whole.length - tail.length, tail.length);
        return whole;
    }

    int place() {
        return head.length;
    }

    /** Whether an answer is what it must be, its mark aside. */
    boolean isAnsweredBy(byte[] answer, int length) {
        byte[] part = expected;
        if (part != null) {
            return contains(answer, length, part);
        }
        return length == length() && Arrays.equals(answer, 0, head.length, head, 0, head.length)
                && Arrays.equals(answer, length - tail.length, length, tail, 0, tail.length);
    }

    private static boolean contains(byte[] whole, int length, byte[] part) {
        for (int at = 0; at + part.length <= length; at++) {
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** What an answer lacks, without showing what was found. */
    String otherwise() {
        return expected == null
                ? "not the message that was sent"
                : "the message does not contain '" + new String(expected, StandardCharsets.UTF_8) + "'";
    }

    @Override
    public String toString() {
        return own ? "a message of your own" : "messages of " + length() + " bytes";
    }
}
