package io.tidemark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A JVM to be watched: idle, but while a file is there short of heap, so that it collects all the time. */
final class StormyJvm {

    private static final int SIZE = 64 * 1024;
    /** Most of what the old generation of a heap of 64 MB holds. */
    private static final int KEPT = 38 * 1024 * 1024 / SIZE;

    private StormyJvm() {}

    /**
     * Goes on until the directory of the file is gone.
     *
     * @param arguments the file
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path signal = Path.of(arguments[0]);
        while (Files.exists(signal.getParent())) {
            storm(signal);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void storm(Path signal) {
        byte[][] kept = new byte[KEPT][];
        for (int i = 0; Files.exists(signal); i++) {
            kept[i % KEPT] = new byte[SIZE];
        }
    }
}
