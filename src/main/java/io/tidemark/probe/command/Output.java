package io.tidemark.probe.command;

import java.io.IOException;
import java.io.InputStream;

/**
 * Takes whatever a program writes, so that it never waits for us, and keeps none of it: lines are handed on one by one,
 * those longer than 1,000 bytes only as such.
 */
final class Output implements Runnable {

    private static final int LONGEST_LINE = 1_000;

    private final InputStream in;
    private final Lines lines;
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private volatile long bytes;

    /** Who is told of lines. The array is used again for the next one. */
    interface Lines {

        /**
         * A line has ended.
         *
         * @param whole whether there was no more of it
         */
        void take(byte[] line, int length, boolean whole);
    }

    Output(InputStream in, Lines lines) {
        this.in = in;
        this.lines = lines;
    }

    /** How much was written so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public void run() {
        // When the program ends, Java takes what is left in the pipe into memory, under this lock: whoever still writes
        // into it then could fill ours.
        synchronized (in) {
            try {
                drain();
            } catch (IOException _) {
                // As good as its end.
            }
        }
        if (length > 0) {
            endLine();
        }
    }

    private void drain() throws IOException {
        byte[] buffer = new byte[1 << 16];
        long all = 0;
        int read;
        while ((read = in.read(buffer)) >= 0) {
            all += read;
            bytes = all;
            for (int i = 0; i < read; i++) {
                take(buffer[i]);
            }
        }
    }

    private void take(byte character) {
        if (character == '\n') {
            endLine();
        } else {
            if (length < LONGEST_LINE) {
                line[length] = character;
            }
            length = Math.min(length + 1, LONGEST_LINE + 1);
        }
    }

    private void endLine() {
        lines.take(line, Math.min(length, LONGEST_LINE), length <= LONGEST_LINE);
        length = 0;
    }
}
