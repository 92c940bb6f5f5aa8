package io.tidemark.sampling;

import java.util.Optional;
import java.util.StringTokenizer;

/** A line of mountinfo; see proc_pid_mountinfo(5). */
record Mount(String number, String root, String point, String type, String source, String options) {

    /** Empty for a line of another form. */
    static Optional<Mount> parse(String line) {
        int dash = line.indexOf(" - ");
        StringTokenizer before = new StringTokenizer(line.substring(0, Math.max(dash, 0)));
        StringTokenizer after = new StringTokenizer(line.substring(dash < 0 ? line.length() : dash + 3));
        if (before.countTokens() < 5 || after.countTokens() < 3) {
            return Optional.empty();
        }
        before.nextToken();
        before.nextToken();
        return Optional.of(new Mount(before.nextToken(), unescape(before.nextToken()), unescape(before.nextToken()),
                after.nextToken(), unescape(after.nextToken()), after.nextToken()));
    }

    /** Subvolumes and bind mounts of one device have numbers of their own, and one source. */
    String device() {
        return source.startsWith("/") ? source : number;
    }

    /** Blanks, tabs, line feeds and backslashes stand as three octal digits. */
    private static String unescape(String text) {
        return text.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\");
    }
}
