package io.tidemark.sampling;

import java.util.StringTokenizer;

/** The part of /proc/[pid]/stat that matters here; see proc_pid_stat(5). */
record ProcessStat(String executable, char state, long cpuTicks, long threads, long started, long virtual,
        long residentPages) {

    static ProcessStat parse(String text) {
        // A name may contain blanks and brackets; nothing behind it does.
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        StringTokenizer words = new StringTokenizer(text.substring(close + 1));
        char state = words.nextToken().charAt(0);
        long[] fields = new long[21];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = Long.parseLong(words.nextToken());
        }
        return new ProcessStat(text.substring(open + 1, close), state, fields[10] + fields[11], fields[16], fields[18],
                fields[19], fields[20]);
    }

    /** Ended, and only waiting for its parent to notice. */
    boolean ended() {
        return state == 'Z' || state == 'X' || state == 'x';
    }
}
