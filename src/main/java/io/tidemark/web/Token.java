package io.tidemark.web;

import io.tidemark.metric.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The configured token, compared so that the time taken tells nothing about it, its length included. */
final class Token {

    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    Token(Secret secret) {
        digest = digest(secret.value());
    }

    /** @param authorization the header's value */
    boolean isIn(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(digest, digest(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
