package io.tidemark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM to be watched: idle until a file is there, and from then on short of heap, so that it collects all the time. */
final class StormyJvm {

    private static final int SIZE = 64 * 1024;
    /** Most of what the old generation of a heap of 64 MB holds. */
    private static final int KEPT = 38 * 1024 * 1024 / SIZE;

    private StormyJvm() {}

    /**
     * Waits for the storm and goes through it.
     *
     * @param arguments the file
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path signal = Path.of(arguments[0]);
        while (!Files.exists(signal)) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; Files.exists(signal); i++) {
            if (kept.size() < KEPT) {
                kept.add(new byte[SIZE]);
            } else {
                kept.set(i % KEPT, new byte[SIZE]);
            }
        }
    }
}
