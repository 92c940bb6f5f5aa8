package io.tidemark.probe.target;

import io.tidemark.metric.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to an HTTP endpoint, and how its answer is taken.
 *
 * @param path behind that of the target, with the query; begins with one slash
 * @param headers by name; never shown
 * @param body null for none; never shown
 */
public record HttpRequest(String method, String path, Map<String, Secret> headers, @Nullable Secret body,
        Handling handling) {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

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
        return writes(method);
    }

    /** Whether a method may change something (RFC 9110, 9.2.1). */
    public static boolean writes(String method) {
        return !READING.contains(method);
    }
}
