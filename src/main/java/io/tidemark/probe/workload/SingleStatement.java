package io.tidemark.probe.workload;

import java.util.OptionalInt;

/**
 * Looks whether a text is one SQL statement, without knowing which database it is for: whatever databases read
 * differently (backslashes in strings, dollar quotes, nested comments, comments after `#`) is read in every way, and
 * one that finds a second statement is enough. So a text may be refused that one database would take as one statement,
 * but none is let through that any of them takes as two.
 */
final class SingleStatement {

    private static final int WAYS = 16;

    private SingleStatement() {}

    /** Where a second statement begins. */
    static OptionalInt second(String sql) {
        for (int way = 0; way < WAYS; way++) {
            int found = new Scan(sql, (way & 1) != 0, (way & 2) != 0, (way & 4) != 0, (way & 8) != 0).second();
            if (found >= 0) {
                return OptionalInt.of(found);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * One way to read a text.
     *
     * @param backslash whether a backslash takes the next character's meaning away within quotes
     * @param dollar whether there are dollar quotes
     * @param nested whether comments nest
     * @param hash whether a comment may begin with `#`
     */
    private record Scan(String sql, boolean backslash, boolean dollar, boolean nested, boolean hash) {

        int second() {
            boolean ended = false;
            int at = 0;
            while (at < sql.length()) {
                char c = sql.charAt(at);
                int comment = afterComment(at);
                if (comment > at) {
                    at = comment;
                } else if (c == ';' || Character.isWhitespace(c)) {
                    ended |= c == ';';
                    at++;
                } else if (ended) {
                    return at;
                } else {
                    at = afterToken(at, c);
                }
            }
            return -1;
        }

        private int afterComment(int at) {
            if (sql.startsWith("--", at) || (hash && sql.charAt(at) == '#')) {
                int end = sql.indexOf('\n', at);
                return end < 0 ? sql.length() : end + 1;
            }
            // What MySQL calls a comment but runs.
            boolean runs = sql.startsWith("/*!", at) || sql.startsWith("/*M!", at);
            return sql.startsWith("/*", at) && !runs ? afterBlock(at) : at;
        }

        private int afterBlock(int from) {
            int depth = 0;
            int at = from;
            while (at < sql.length()) {
                if (sql.startsWith("/*", at) && (depth == 0 || nested)) {
                    depth++;
                    at += 2;
                } else if (sql.startsWith("*/", at)) {
                    depth--;
                    at += 2;
                    if (depth == 0) {
                        return at;
                    }
                } else {
                    at++;
                }
            }
            return at;
        }

        private int afterToken(int at, char c) {
            return switch (c) {
                case '\'', '"', '`' -> afterQuoted(at, c);
                case '$' -> dollar ? afterDollar(at) : at + 1;
                default -> at + 1;
            };
        }

        /** A doubled quote ends one text and begins another one, which comes to the same. */
        private int afterQuoted(int from, char quote) {
            int at = from + 1;
            while (at < sql.length() && sql.charAt(at) != quote) {
                at += backslash && sql.charAt(at) == '\\' ? 2 : 1;
            }
            return at + 1;
        }

        private int afterDollar(int from) {
            int tagged = from + 1;
            while (tagged < sql.length() && Character.isUnicodeIdentifierPart(sql.charAt(tagged))) {
                tagged++;
            }
            boolean within = from > 0 && Character.isUnicodeIdentifierPart(sql.charAt(from - 1));
            if (within || tagged >= sql.length() || sql.charAt(tagged) != '$') {
                return from + 1;
            }
            String tag = sql.substring(from, tagged + 1);
            int end = sql.indexOf(tag, tagged + 1);
            return end < 0 ? sql.length() : end + tag.length();
        }
    }
}
