package io.tidemark.probe;

import io.tidemark.metric.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user's own HTTP request.
 *
 * @param method `GET` by default; `POST`, `PUT`, `PATCH` and `DELETE` need a target that allows writes
 * @param path behind that of the target, with the query; `/` by default
 * @param headers by name; never shown
 * @param body never shown
 * @param expect what the answer must be
 * @param followRedirects whether to go where an answer leads; no by default
 * @param keepAlive whether a connection is used again; yes by default
 * @param maxBody what is read of a body, such as `64kB`; 1 MB by default
 */
public record HttpSettings(@Nullable String method, @Nullable String path, @Nullable Map<String, Secret> headers,
        @Nullable Secret body, @Nullable ExpectSettings expect, @Nullable Boolean followRedirects,
        @Nullable Boolean keepAlive, @Nullable String maxBody) {}
