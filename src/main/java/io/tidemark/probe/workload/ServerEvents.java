package io.tidemark.probe.workload;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
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
    private static final int LONGEST = 65_536;

    private final String target;
    private final HttpStream lines;
    private long cameAt;

    ServerEvents(String target, HttpStream lines) {
        this.target = target;
        this.lines = lines;
    }

    /**
     * The data of the next event; null when there is none.
     *
     * @throws ProbeException when it is too long or the answer breaks off
     */
    @Nullable
    String next() throws IOException, ProbeException {
        StringBuilder data = null;
        for (String line = lines.line(); line != null; line = lines.line()) {
            if (line.startsWith(DATA)) {
                cameAt = System.nanoTime();
                data = data == null ? new StringBuilder() : data.append('\n');
                append(line, data);
            } else if (line.isEmpty() && data != null) {
                return data.toString();
            }
        }
        return data == null ? null : data.toString();
    }

    private void append(String line, StringBuilder data) throws ProbeException {
        data.append(line, line.startsWith(" ", DATA.length()) ? DATA.length() + 1 : DATA.length(), line.length());
        if (data.length() > LONGEST) {
            throw new ProbeException(new Failure(Kind.TOO_LARGE,
                    target + " sent an event of more than the " + LONGEST + " characters that are read of one"), null);
        }
    }

    /** When the last event had come, as {@link System#nanoTime()}. */
    long cameAt() {
        return cameAt;
    }
}
