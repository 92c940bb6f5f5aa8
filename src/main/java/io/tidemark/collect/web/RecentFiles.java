package io.tidemark.collect.web;

import io.tidemark.metric.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which runs the last files became, so that one sent again is known, in the next life of the service too. */
final class RecentFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RecentFiles.class);
    private static final int MOST = 200;

    private final Map<String, List<Long>> runs = new LinkedHashMap<>();
    private final Path file;
    /** Held while the file is written and for nothing else. */
    private final Object writing = new Object();

    /** @param file where it is kept: a line for each, with its key and the ids */
    RecentFiles(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            read();
        }
    }

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

    /** Waits for the disk; one that refuses costs no more than that a restart makes forget. */
    void keep() {
        synchronized (writing) {
            try {
                WholeFile.replace(file, lines());
            } catch (IOException e) {
                LOG.warn("The file {} cannot be written, so that results sent again after a restart are taken anew: {}",
                        file, e.toString());
            }
        }
    }

    private synchronized String lines() {
        StringBuilder lines = new StringBuilder();
        runs.forEach((key, ids) -> {
            lines.append(key);
            ids.forEach(id -> lines.append(' ').append(id));
            lines.append('\n');
        });
        return lines.toString();
    }

    private void read() {
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ");
                remember(words[0], Stream.of(words).skip(1).map(Long::valueOf).toList());
            }
        } catch (IOException | NumberFormatException e) {
            LOG.warn("The file {} cannot be understood, so that results sent again are taken anew: {}", file,
                    e.toString());
        }
    }
}
