package io.tidemark.probe.target;

import java.nio.charset.StandardCharsets;

/** A key in the forms caches need it in, made once so that operations allocate nothing. */
public final class CacheKey {

    private final String text;
    private final byte[] bytes;

    public CacheKey(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return text;
    }
}
