package io.tidemark.probe.target;

import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP endpoint has answered.
 *
 * @param bytes of the body
 * @param body empty unless the request keeps it
 */
public record HttpAnswer(int status, Headers headers, long bytes, String body) {

    /** The last header of the name, in any case. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
