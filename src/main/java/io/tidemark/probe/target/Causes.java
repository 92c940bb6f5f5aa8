package io.tidemark.probe.target;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/** Looks through the causes of a failure. */
final class Causes {

    private static final int DEPTH = 10;

    private Causes() {}

    /** Also looks at what is suppressed: a client that tried several addresses puts the reasons there. */
    static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        return find(failure, type, DEPTH);
    }

    private static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type, int depth) {
        if (failure == null || depth == 0 || type.isInstance(failure)) {
            return failure == null || depth == 0 ? null : type.cast(failure);
        }
        T found = find(failure.getCause(), type, depth - 1);
        for (Throwable suppressed : failure.getSuppressed()) {
            found = found == null ? find(suppressed, type, depth - 1) : found;
        }
        return found;
    }

    /** What the network says, if it is the network. */
    static @Nullable String network(Throwable failure) {
        UnknownHostException unknown = find(failure, UnknownHostException.class);
        SSLException tls = find(failure, SSLException.class);
        if (find(failure, NoRouteToHostException.class) != null) {
            return "no route to the host";
        }
        if (find(failure, ConnectException.class) != null) {
            return "connection refused";
        }
        if (unknown != null) {
            return "the host name is unknown";
        }
        return tls == null ? null : "TLS failed, " + firstLine(tls);
    }

    /** The line of the deepest cause: drivers wrap a reset connection in a sentence that says nothing. */
    static String innermostLine(Throwable failure) {
        Throwable innermost = failure;
        for (int depth = 0; depth < DEPTH && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        return innermost instanceof EOFException ? "the server closed the connection" : firstLine(innermost);
    }

    /** Servers add hints and positions on further lines. */
    static String firstLine(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }
}
