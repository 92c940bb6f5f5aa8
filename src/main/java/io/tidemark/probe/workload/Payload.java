package io.tidemark.probe.workload;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** What our rows and entries hold: 97 characters that can be told from their number, and checked without garbage. */
final class Payload {

    private static final String TAIL = "-" + "x".repeat(80);
    private static final int FROM = 4;
    private static final int TO = 16;
    private static final int LENGTH = TO + TAIL.length();

    private Payload() {}

    static String of(long number) {
        return "row-%012d%s".formatted(number, TAIL);
    }

    /** The same in SQL, for a number called `i`. */
    static String sql(Sql sql) {
        return "'row-' || lpad(" + sql.text("i") + ", 12, '0') || '-' || repeat('x', 80)";
    }

    static byte[] bytes(long number) {
        return of(number).getBytes(StandardCharsets.US_ASCII);
    }

    static boolean is(long number, @Nullable String text) {
        return text != null && text.length() == LENGTH && text.startsWith("row-") && text.endsWith(TAIL)
                && Long.parseLong(text, FROM, TO, 10) == number;
    }

    static boolean is(long number, byte @Nullable [] bytes) {
        if (bytes == null || bytes.length != LENGTH) {
            return false;
        }
        long read = 0;
        for (int i = FROM; i < TO; i++) {
            read = read * 10 + bytes[i] - '0';
        }
        return read == number && bytes[TO] == '-' && bytes[LENGTH - 1] == 'x';
    }
}
