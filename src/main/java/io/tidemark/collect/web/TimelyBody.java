package io.tidemark.collect.web;

import io.tidemark.web.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.http.HttpStatus;

/** A body that has to arrive within a time, so that one sent drop by drop holds up the others no longer than that. */
final class TimelyBody extends FilterInputStream {

    private final Duration longest;
    private final LongSupplier nanos;
    private final long from;

    /** @param longest counted from now */
    TimelyBody(InputStream body, Duration longest, LongSupplier nanos) {
        super(body);
        this.longest = longest;
        this.nanos = nanos;
        this.from = nanos.getAsLong();
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        refuseIfLate();
        return read;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        int read = super.read(into, at, most);
        refuseIfLate();
        return read;
    }

    private void refuseIfLate() {
        if (nanos.getAsLong() - from > longest.toNanos()) {
            throw new ProblemException(HttpStatus.REQUEST_TIMEOUT,
                    "The file has not arrived within " + longest.toSeconds() + " s; send it without a pause.");
        }
    }
}
