package io.tidemark.collect.web;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which runs the last files became, so that one sent again is known. */
final class RecentFiles {

    private static final int MOST = 200;

    private final Map<String, List<Long>> runs = new LinkedHashMap<>();

    /** A file that is digested while it is read. */
    static DigestInputStream digesting(InputStream file) {
        try {
            return new DigestInputStream(file, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-256", e);
        }
    }

    /** What tells a file that was read, and how it was sent, from all others. */
    static String key(String format, @Nullable String name, DigestInputStream read) {
        MessageDigest digest = read.getMessageDigest();
        digest.update((format + "\n" + (name == null ? "" : name)).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Ids of the runs it became; empty when it is not known. */
    synchronized List<Long> find(String key) {
        return runs.getOrDefault(key, List.of());
    }

    synchronized void remember(String key, List<Long> ids) {
        runs.put(key, List.copyOf(ids));
        if (runs.size() > MOST) {
            runs.remove(runs.keySet().iterator().next());
        }
    }
}
