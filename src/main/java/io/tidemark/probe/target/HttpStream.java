package io.tidemark.probe.target;

import io.tidemark.probe.target.Failure.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** An answer that is read while it comes, within bounds. What is left when it is closed is not waited for. */
public final class HttpStream implements AutoCloseable {

    private static final char LINE_FEED = '\n';
    private static final int LONGEST_LINE = 65_536;

    private final HttpSession session;
    private final Response response;
    private final BufferedSource source;
    private final int most;
    private long bytes;

    /** @param most bytes that are read */
    HttpStream(HttpSession session, Response response, int most) {
        this.session = session;
        this.response = response;
        this.source = response.body().source();
        this.most = most;
    }

    public int status() {
        return response.code();
    }

    /** The last header of the name, in any case. */
    public @Nullable String header(String name) {
        return response.header(name);
    }

    /**
     * The next line as soon as its end has come, without that; null when there is none.
     *
     * @throws ProbeException when it is too long or the answer breaks off
     */
    public @Nullable String line() throws IOException, ProbeException {
        try {
            long end = source.indexOf((byte) LINE_FEED, 0, LONGEST_LINE);
            long length = end < 0 ? source.getBuffer().size() : end;
            bytes += length + 1;
            if (length >= LONGEST_LINE) {
                throw session.tooLarge(LONGEST_LINE);
            }
            if (bytes > most) {
                throw session.tooLarge(most);
            }
            return end < 0 ? last() : cut(source.readUtf8(end + 1));
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    private @Nullable String last() throws IOException {
        return source.exhausted() ? null : source.readUtf8();
    }

    private static String cut(String line) {
        return line.substring(0, line.length() - (line.endsWith("\r\n") ? 2 : 1));
    }

    /**
     * All of it, in UTF-8.
     *
     * @throws ProbeException when it is too long or breaks off
     */
    public String text() throws IOException, ProbeException {
        try {
            if (source.request(most + 1L)) {
                throw session.tooLarge(most);
            }
            return source.readUtf8();
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    private ProbeException brokenOff(IOException failure) throws IOException, ProbeException {
        session.failed(failure);
        if (failure instanceof InterruptedIOException) {
            throw failure;
        }
        return new ProbeException(new Failure(Kind.CUT, session.target().name() + " broke its answer off"), failure);
    }

    @Override
    public void close() {
        response.close();
    }
}
