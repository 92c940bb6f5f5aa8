package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for what is measured, where nobody else allocates, collects or compiles. */
public final class ForkedJvm {

    private ForkedJvm() {}

    /** What a program with the classes of the tests prints until it ends, which it must within a minute. */
    public static String told(Class<?> program, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String told = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(jvm.exitValue()).as(told).isZero();
            return told;
        } finally {
            jvm.destroyForcibly();
        }
    }
}
