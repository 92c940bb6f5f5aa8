package io.tidemark.sampling;

/** The part of /proc/[pid]/stat that matters here; see proc_pid_stat(5). */
record ProcessStat(String executable, char state, long parent, long minorFaults, long majorFaults, long cpuTicks,
        long threads, long started, long virtual, long residentPages) {

    static ProcessStat parse(String text) {
        // A name may contain blanks and brackets; nothing behind it does.
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        int at = close + 2;
        char state = text.charAt(at);
        long[] fields = new long[21];
        for (int i = 0; i < fields.length; i++) {
            int start = text.indexOf(' ', at) + 1;
            at = start;
            while (at < text.length() && text.charAt(at) > ' ') {
                at++;
            }
            fields[i] = Long.parseLong(text, start, at, 10);
        }
        return new ProcessStat(text.substring(open + 1, close), state, fields[0], fields[6], fields[8],
                fields[10] + fields[11], fields[16], fields[18], fields[19], fields[20]);
    }

    /** Ended, and only waiting for its parent to notice. */
    boolean ended() {
        return state == 'Z' || state == 'X' || state == 'x';
    }
}
