package io.tidemark.history.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads comma-separated values, RFC 4180, record by record; a record is bounded, their number is not. */
final class CsvRecords {

    private static final int LONGEST = 16_384;

    private final InputStream in;
    private long line;
    private long nextLine = 1;

    CsvRecords(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The line at which the newest record starts, from 1. */
    long line() {
        return line;
    }

    /**
     * Reads the next record.
     *
     * @return its cells, null behind the last
     * @throws IllegalArgumentException when it is none
     */
    @Nullable
    List<String> next() throws IOException {
        line = nextLine;
        ByteArrayOutputStream record = new ByteArrayOutputStream(128);
        boolean quoted = false;
        int read = in.read();
        for (; read >= 0 && (quoted || read != '\n'); read = in.read()) {
            quoted ^= read == '"';
            nextLine += read == '\n' ? 1 : 0;
            record.write(read);
            if (record.size() > LONGEST) {
                throw new IllegalArgumentException("is longer than " + LONGEST + " bytes");
            }
        }
        nextLine++;
        if (quoted) {
            throw new IllegalArgumentException("has a quoted cell without an end");
        }
        return read < 0 && record.size() == 0 ? null : cells(withoutReturn(text(record.toByteArray())));
    }

    private static String text(byte[] record) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
        } catch (CharacterCodingException _) {
            throw new IllegalArgumentException("is not UTF-8");
        }
    }

    private static String withoutReturn(String record) {
        return record.endsWith("\r") ? record.substring(0, record.length() - 1) : record;
    }

    private static List<String> cells(String record) {
        List<String> cells = new ArrayList<>(4);
        int at = 0;
        while (at <= record.length()) {
            int end = at;
            boolean quoted = false;
            for (; end < record.length() && (quoted || record.charAt(end) != ','); end++) {
                quoted ^= record.charAt(end) == '"';
            }
            cells.add(cell(record.substring(at, end)));
            at = end + 1;
        }
        return cells;
    }

    private static String cell(String text) {
        if (text.indexOf('"') < 0) {
            return text;
        }
        String inside = text.length() < 2 ? "" : text.substring(1, text.length() - 1);
        boolean whole = text.startsWith("\"") && text.endsWith("\"")
                && inside.replace("\"\"", "").indexOf('"') < 0;
        if (!whole) {
            throw new IllegalArgumentException(
                    "has a quotation mark within a cell; such a cell must be quoted and the mark doubled");
        }
        return inside.replace("\"\"", "\"");
    }
}
