package io.tidemark.probe.target;

import io.tidemark.metric.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to an HTTP endpoint, and how its answer is taken.
 *
 * @param path behind that of the target, with the query; begins with one slash
 * @param headers by name; never shown
 * @param body null for none; never shown
 */
public record HttpRequest(Method method, String path, Map<String, Secret> headers, @Nullable Secret body,
        Handling handling) {

    /** What a request wants. Source: RFC 9110, 9.2 and 9.3; RFC 5789. */
    public enum Method {
        GET,
        HEAD,
        OPTIONS,
        POST,
        PUT,
        PATCH,
        DELETE;

        /** Whether it may change something. */
        public boolean writes() {
            return this != GET && this != HEAD && this != OPTIONS;
        }

        /** Whether its answer may have a body. */
        public boolean isAnsweredWithBody() {
            return this != HEAD;
        }

        /** Whether it may be sent a second time when the first one came to nothing. */
        boolean isIdempotent() {
            return this != POST && this != PATCH;
        }

        /** Whether it has a body, be it an empty one. */
        boolean needsBody() {
            return this == POST || this == PUT || this == PATCH;
        }
    }

    /**
     * How the answer is taken.
     *
     * @param keepAlive whether a connection is used again
     * @param followRedirects whether to go where an answer leads
     * @param maxBody bytes that are read of a body; a longer one fails the request
     * @param keepsBody whether somebody wants to look into the body
     */
    public record Handling(boolean keepAlive, boolean followRedirects, int maxBody, boolean keepsBody) {}

    public HttpRequest {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Whether it may change something. */
    public boolean writes() {
        return method.writes();
    }
}
