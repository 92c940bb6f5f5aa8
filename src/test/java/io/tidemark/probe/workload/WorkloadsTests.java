package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workload is found by being there. */
class WorkloadsTests {

    @TempDir
    private Path directory;

    @Test
    void findsEveryWorkloadOfThePackage() throws IOException {
        assertThat(Workloads.all()).containsKeys("get", "point-read", "read-through").hasSize(files());
    }

    /** Each has a class of its own, and what they share is abstract. */
    private static int files() throws IOException {
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/tidemark/probe/workload"))) {
            return (int) sources.filter(file -> file.toString().endsWith("Workload.java"))
                    .filter(WorkloadsTests::isConcrete).count();
        }
    }

    private static boolean isConcrete(Path file) {
        try {
            return Files.readString(file).lines().anyMatch(line -> line.matches("(final )?class \\w+Workload .*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyRunGetsAnObjectOfItsOwn() {
        Workloads.all().values().forEach(maker -> assertThat(maker.get()).isNotSameAs(maker.get()));
    }

    @Test
    void findsThemInAJarToo() throws Exception {
        Path jar = jarOf(Path.of(Workloads.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        try (URLClassLoader loader = new ChildFirst(jar.toUri().toURL())) {
            Method all = loader.loadClass(Workloads.class.getName()).getMethod("all");
            assertThat((Map<?, ?>) all.invoke(null)).hasSize(files());
        }
    }

    private Path jarOf(Path classes) throws IOException {
        Path jar = directory.resolve("probe.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes.resolve("io/tidemark/probe"))) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(one).toString()));
                out.write(Files.readAllBytes(one));
            }
        }
        return jar;
    }

    /** Takes our classes from the jar, everything else from where the test has it. */
    private static final class ChildFirst extends URLClassLoader {

        ChildFirst(URL jar) {
            super(new URL[]{jar}, WorkloadsTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.tidemark.probe")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }

        @Override
        public @Nullable URL getResource(String name) {
            URL own = findResource(name);
            return own == null ? super.getResource(name) : own;
        }
    }
}
