package io.tidemark.sampling;

import java.io.IOException;

/** A JVM that has collected once and waits, for {@link ProcessSamplerTests}. */
final class IdleJvm {

    private IdleJvm() {}

    public static void main(String[] arguments) throws IOException {
        System.gc();
        int _ = System.in.read();
    }
}
