package io.tidemark.probe.target;

import io.tidemark.probe.target.Failure.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a failure on the way to or from an HTTP endpoint means. Nothing the server has sent is shown.
 *
 * @param who has failed
 * @param where the same, with the address if that may be shown
 */
record HttpFailures(String who, String where) {

    static HttpFailures of(String target, String address) {
        return new HttpFailures(target, target + " at " + address);
    }

    /** Of where a target leads to, which is nobody's who has configured it. */
    static HttpFailures elsewhere(String target) {
        String other = "the address " + target + " leads to";
        return new HttpFailures(other, other);
    }

    /** Whether it is the server's certificate, which will not be a better one in a moment. */
    static boolean isDistrust(Throwable failure) {
        return Causes.find(failure, CertificateException.class) != null
                || Causes.find(failure, SSLPeerUnverifiedException.class) != null;
    }

    /** Whether the connection has ended, and the server need not have taken the request. */
    static boolean isLostConnection(IOException failure) {
        return !(failure instanceof SSLException || failure instanceof InterruptedIOException
                || failure instanceof ProtocolException) && !isReset(failure);
    }

    /** Whether the server gave a request up that it had taken, over HTTP/2, where the connection goes on. */
    private static boolean isReset(Throwable failure) {
        StreamResetException reset = Causes.find(failure, StreamResetException.class);
        return reset != null && reset.errorCode != ErrorCode.REFUSED_STREAM;
    }

    Failure explain(Throwable failure) {
        ProbeException known = Causes.find(failure, ProbeException.class);
        if (known != null) {
            return known.failure();
        }
        if (Causes.find(failure, SocketTimeoutException.class) != null || failure instanceof InterruptedIOException) {
            return new Failure(Kind.TIMEOUT, where + " did not answer within the deadline");
        }
        Failure unreachable = unreachable(failure);
        if (unreachable != null) {
            return unreachable;
        }
        if (isReset(failure)) {
            return new Failure(Kind.PROTOCOL, where + " gave the request up (HTTP/2 stream reset)");
        }
        if (failure instanceof ProtocolException || !(failure instanceof IOException)) {
            return unreadable(failure);
        }
        return new Failure(Kind.CONNECT, "the connection to " + where + " was lost: "
                + lost(failure));
    }

    private @Nullable Failure unreachable(Throwable failure) {
        if (Causes.find(failure, UnknownHostException.class) != null) {
            return cannot(Kind.DNS, "the host name is unknown");
        }
        SSLException tls = Causes.find(failure, SSLException.class);
        if (tls != null) {
            return cannot(Kind.TLS, distrust(tls));
        }
        boolean refused = Causes.find(failure, ConnectException.class) != null
                || Causes.find(failure, NoRouteToHostException.class) != null;
        String network = refused ? Causes.network(failure) : null;
        return network == null ? null : cannot(Kind.CONNECT, network);
    }

    private Failure cannot(Kind kind, String why) {
        return new Failure(kind, "cannot connect to " + where + ": " + why);
    }

    private static String distrust(SSLException failure) {
        if (Causes.find(failure, CertificateExpiredException.class) != null) {
            return "its certificate has expired";
        }
        if (Causes.find(failure, CertificateNotYetValidException.class) != null) {
            return "its certificate is not valid yet";
        }
        if (failure instanceof SSLPeerUnverifiedException) {
            return "its certificate is for another host";
        }
        if (Causes.find(failure, CertPathBuilderException.class) != null) {
            return "its certificate is from an unknown authority";
        }
        return Causes.find(failure, CertificateException.class) == null
                ? "TLS failed, " + Causes.firstLine(failure)
                : "its certificate is not valid";
    }

    /** The client says so when an answer ends before its announced length, and when it is none. */
    private Failure unreadable(Throwable failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (message.equals("unexpected end of stream")) {
            return new Failure(Kind.PROTOCOL, who + " ended its answer before the end it had announced");
        }
        return failure instanceof IOException
                ? new Failure(Kind.PROTOCOL, where + " did not answer in HTTP")
                : new Failure(Kind.OTHER, who + " failed: " + failure.getClass().getSimpleName());
    }

    private static String lost(Throwable failure) {
        boolean ended = Causes.find(failure, EOFException.class) != null;
        return ended || Causes.find(failure, SocketException.class) == null
                ? "the server closed the connection"
                : Causes.innermostLine(failure);
    }
}
