package io.tidemark.probe.workload;

import io.tidemark.probe.target.HttpStream;
import io.tidemark.probe.target.ProbeException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The data of events that a server sends while it works (`text/event-stream` of the HTML standard), with lines that end in
 * LF or CRLF. Comments and other fields are passed over.
 */
final class ServerEvents {

    private static final String DATA = "data:";

    private final HttpStream lines;
    private long cameAt;

    ServerEvents(HttpStream lines) {
        this.lines = lines;
    }

    /** The data of the next event; null when there is none. */
    @Nullable
    String next() throws IOException, ProbeException {
        String data = null;
        for (String line = lines.line(); line != null; line = lines.line()) {
            if (line.startsWith(DATA)) {
                cameAt = System.nanoTime();
                data = data == null ? value(line) : data + "\n" + value(line);
            } else if (line.isEmpty() && data != null) {
                return data;
            }
        }
        return data;
    }

    private static String value(String line) {
        return line.substring(line.startsWith(" ", DATA.length()) ? DATA.length() + 1 : DATA.length());
    }

    /** When the last event had come, as {@link System#nanoTime()}. */
    long cameAt() {
        return cameAt;
    }
}
