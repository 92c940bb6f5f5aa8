package io.tidemark.sampling;

/** Finds single figures in the kernel's tables of names and numbers, without making anything of the rest. */
final class KernelText {

    private KernelText() {}

    /**
     * The number behind a name at the beginning of a line, as in vmstat, status or cpu.stat.
     *
     * @return NaN when no line begins with the name
     * @throws NumberFormatException when something else stands there
     */
    static double value(String text, String name) {
        for (int at = 0; at >= 0 && at < text.length(); at = next(text, at)) {
            int end = at + name.length();
            if (text.startsWith(name, at) && end < text.length() && isGap(text.charAt(end))) {
                return number(text, end);
            }
        }
        return Double.NaN;
    }

    /**
     * One column of the pairs of lines, names above numbers, of net/snmp and net/netstat.
     *
     * @param lines what both lines begin with, such as `Tcp:`
     * @return NaN when there is no such column
     * @throws NumberFormatException when something else stands there
     */
    static double column(String text, String lines, String name) {
        int header = text.startsWith(lines) ? 0 : text.indexOf("\n" + lines) + 1;
        int values = next(text, header);
        if (!text.startsWith(lines, header) || values < 0 || !text.startsWith(lines, values)) {
            return Double.NaN;
        }
        int next = next(text, values);
        int end = next < 0 ? text.length() : next;
        int at = header + lines.length();
        int number = values + lines.length();
        while (at >= 0 && number >= 0 && at < values && number < end) {
            if (text.startsWith(name, at + 1) && isEnd(text, at + 1 + name.length())) {
                return number(text, number);
            }
            at = text.indexOf(' ', at + 1);
            number = text.indexOf(' ', number + 1);
        }
        return Double.NaN;
    }

    /** The first number from here on, a unit behind it left alone. */
    private static double number(String text, int from) {
        int start = from;
        while (start < text.length() && isGap(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && !isEnd(text, end)) {
            end++;
        }
        return Long.parseLong(text, start, end, 10);
    }

    private static int next(String text, int at) {
        int line = text.indexOf('\n', at);
        return line < 0 ? -1 : line + 1;
    }

    private static boolean isGap(char character) {
        return character == ' ' || character == '\t' || character == ':';
    }

    private static boolean isEnd(String text, int at) {
        return at >= text.length() || text.charAt(at) <= ' ';
    }
}
