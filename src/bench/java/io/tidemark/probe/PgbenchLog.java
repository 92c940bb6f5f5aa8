package io.tidemark.probe;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What `pgbench -l` writes: a line for each transaction, whose third column is its latency in whole microseconds. */
public final class PgbenchLog {

    private static final int LATENCY = 2;

    private PgbenchLog() {}

    /** The latencies of all files that begin so, in nanoseconds. */
    public static long[] latencies(Path directory, String prefix) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, prefix + ".*")) {
            StringBuilder all = new StringBuilder();
            for (Path file : files) {
                all.append(Files.readString(file));
            }
            return all.toString().lines().mapToLong(line -> Long.parseLong(line.split(" ", -1)[LATENCY]) * 1_000)
                    .toArray();
        }
    }
}
